namespace Atelier.Engine.Simulating;

/// <summary>What came of trying requests in another world.</summary>
/// <param name="Simulated">In the world that was asked about.</param>
/// <param name="Today">With the catalogue and the prices in force, today.</param>
/// <param name="Recorded">What they did cost; null for a mix.</param>
public sealed record SimulationOutcome(SimulationResult Simulated, SimulationResult Today, PastResult? Recorded);
