using Atelier.Engine.Simulating;

namespace Atelier.Server.Routing;

/// <summary>What requests would cost, take and lose in one world.</summary>
/// <param name="Pictures">Of the requests that can be done.</param>
/// <param name="Impossible">Requests that no offer can do.</param>
/// <param name="CostUsd">Dollars to the operator, as expected at the first offer of each.</param>
/// <param name="MaximumUsd">The most that it can cost there.</param>
/// <param name="Unpriced">Requests whose model has no price in the list; they count at today's.</param>
/// <param name="AverageSeconds">Expected of a request.</param>
/// <param name="MeasuredSeconds">Requests whose seconds are from history; for the others 15 are assumed.</param>
/// <param name="Models">What would run, the largest share first.</param>
/// <param name="Degradations">Requests that lose something, by what.</param>
/// <param name="Reasons">Requests that cannot be done, by why.</param>
internal sealed record SimulatedSideView(
    long Requests,
    long Pictures,
    long Impossible,
    decimal CostUsd,
    decimal MaximumUsd,
    long Unpriced,
    double? AverageSeconds,
    long MeasuredSeconds,
    IReadOnlyList<SimulatedModelView> Models,
    IReadOnlyList<CountView> Degradations,
    IReadOnlyList<CountView> Reasons
)
{
    public const int Digits = 2;

    /// <summary>Without zeros at its end, which sums and products leave.</summary>
    public static decimal Plain(decimal dollars) => dollars / 1.0000000000000000000000000000m;

    public static SimulatedSideView Of(SimulationResult side) =>
        new(
            side.Requests,
            side.Pictures,
            side.Impossible,
            Plain(side.CostUsd),
            Plain(side.MaximumUsd),
            side.Unpriced,
            side.AverageSeconds is { } seconds ? Math.Round(seconds, Digits) : null,
            side.Measured,
            [.. side.Models.Select(SimulatedModelView.Of)],
            [.. side.Degradations.Select(count => new CountView(count.Key, count.Value))],
            [.. side.Reasons.Select(count => new CountView(count.Key, count.Value))]
        );
}
