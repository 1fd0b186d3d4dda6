using Atelier.Core.Routing;

namespace Atelier.Engine.Planning;

/// <summary>On whose behalf is planned.</summary>
/// <param name="Tier">The account's tier, which weighs cost against quality.</param>
/// <param name="Only">The only providers its requests may go to; null is no such rule.</param>
/// <param name="Never">Providers its requests never go to; null is no such rule.</param>
public sealed record PlanFor(AccountTier Tier, IReadOnlySet<string>? Only, IReadOnlySet<string>? Never);
