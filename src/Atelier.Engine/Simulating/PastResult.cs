namespace Atelier.Engine.Simulating;

/// <summary>What requests of the past did cost and take.</summary>
/// <param name="CostUsd">Dollars that were billed for them, and for nobody else.</param>
/// <param name="AverageSeconds">From accept to end, with all waiting; null when there were none.</param>
public sealed record PastResult(long Requests, decimal CostUsd, double? AverageSeconds);
