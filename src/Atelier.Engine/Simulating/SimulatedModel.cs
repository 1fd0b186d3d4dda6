namespace Atelier.Engine.Simulating;

/// <summary>What one offer would have done.</summary>
/// <param name="Share">Of all requests, 0 to 1.</param>
/// <param name="CostUsd">Dollars to the operator.</param>
/// <param name="Seconds">Expected of one request.</param>
/// <param name="Measured">Whether the seconds are from history; else they are assumed.</param>
public sealed record SimulatedModel(
    string Model,
    string Provider,
    long Requests,
    decimal Share,
    decimal CostUsd,
    double Seconds,
    bool Measured
);
