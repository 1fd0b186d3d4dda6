using Atelier.Core.Routing;
using Atelier.Engine.Accepting;

namespace Atelier.Engine.Planning;

/// <summary>For whom a request is planned.</summary>
/// <param name="Only">Providers that it may go to; null is all.</param>
/// <param name="Never">Providers that it must not go to; null is none.</param>
public sealed record PlanFor(AccountTier Tier, IReadOnlySet<string>? Only = null, IReadOnlySet<string>? Never = null)
{
    /// <summary>What the chain begins with.</summary>
    public RouteOrder Order { get; init; }

    /// <summary>As <see cref="Caller.RunsHouse"/>.</summary>
    public bool RunsHouse { get; init; }

    public static PlanFor Of(Caller caller) =>
        new(caller.Tier, caller.OnlyProviders?.ToHashSet(), caller.NeverProviders?.ToHashSet())
        {
            RunsHouse = caller.RunsHouse,
        };
}
