using Atelier.Core.Routing;
using Atelier.Engine.Accepting;

namespace Atelier.Engine.Planning;

/// <summary>For whom a request is planned.</summary>
/// <param name="Only">Providers that it may go to; null is all.</param>
/// <param name="Never">Providers that it must not go to; null is none.</param>
public sealed record PlanFor(AccountTier Tier, IReadOnlySet<string>? Only = null, IReadOnlySet<string>? Never = null)
{
    public static PlanFor Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new PlanFor(AccountTier.Premium);
    }
}
