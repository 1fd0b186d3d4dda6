namespace Atelier.Engine.Simulating;

/// <summary>What requests would cost and lose in one world.</summary>
/// <param name="Pictures">Asked for by the requests that can be done.</param>
/// <param name="Impossible">Requests that no offer can do.</param>
/// <param name="CostUsd">Dollars to the operator, as expected at the first offer of each.</param>
/// <param name="MaximumUsd">Dollars at most, likewise.</param>
/// <param name="Unpriced">Requests whose model has no price in the list that was asked for; they count at today's.</param>
/// <param name="AverageSeconds">Expected of a request; null when none can be done.</param>
/// <param name="Measured">Requests whose seconds are from history.</param>
/// <param name="Models">The largest share first.</param>
/// <param name="Degradations">Requests that lose something, by code; the most frequent first.</param>
/// <param name="Reasons">Why requests cannot be done, by sentence; the most frequent first.</param>
public sealed record SimulationResult(
    long Requests,
    long Pictures,
    long Impossible,
    decimal CostUsd,
    decimal MaximumUsd,
    long Unpriced,
    double? AverageSeconds,
    long Measured,
    IReadOnlyList<SimulatedModel> Models,
    IReadOnlyList<KeyValuePair<string, long>> Degradations,
    IReadOnlyList<KeyValuePair<string, long>> Reasons
);
