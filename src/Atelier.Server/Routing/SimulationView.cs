using Atelier.Engine.Simulating;

namespace Atelier.Server.Routing;

/// <summary>What requests would cost, take and lose in another world, beside today's. Nobody was called and nothing written.</summary>
/// <param name="Object">Always <c>simulation</c>.</param>
/// <param name="Catalogue">Version of the other world's catalogue.</param>
/// <param name="PriceVersion">The price list it went by.</param>
/// <param name="Providers">Those that counted as switched on.</param>
/// <param name="Simulated">In the other world.</param>
/// <param name="Current">With the catalogue and the prices in force, today.</param>
/// <param name="Recorded">What the requests of the past did cost and take.</param>
/// <param name="DifferenceUsd">Simulated less current; below 0 where the other world is cheaper.</param>
internal sealed record SimulationView(
    string Object,
    string Catalogue,
    string? PriceVersion,
    DateOnly Today,
    IReadOnlyList<string> Providers,
    SimulatedSideView Simulated,
    SimulatedSideView Current,
    RecordedView? Recorded,
    decimal DifferenceUsd
)
{
    public static SimulationView Of(SimulationOrder order, SimulationOutcome outcome) =>
        new(
            "simulation",
            order.Other.Catalogue.Version,
            order.Other.PriceVersion,
            order.Other.Status.Today,
            [.. order.Other.Status.Available.Order(StringComparer.Ordinal)],
            SimulatedSideView.Of(outcome.Simulated),
            SimulatedSideView.Of(outcome.Today),
            outcome.Recorded is { } past ? RecordedView.Of(past) : null,
            SimulatedSideView.Plain(outcome.Simulated.CostUsd - outcome.Today.CostUsd)
        );
}
