using Atelier.Engine.Simulating;

namespace Atelier.Server.Routing;

/// <summary>What requests of the past did cost and take.</summary>
/// <param name="CostUsd">Billed for them.</param>
/// <param name="AverageSeconds">From accept to end, with all waiting.</param>
internal sealed record RecordedView(long Requests, decimal CostUsd, double? AverageSeconds)
{
    public static RecordedView Of(PastResult past) =>
        new(
            past.Requests,
            past.CostUsd,
            past.AverageSeconds is { } seconds ? Math.Round(seconds, SimulatedSideView.Digits) : null
        );
}
