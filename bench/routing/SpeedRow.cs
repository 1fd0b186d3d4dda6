namespace Atelier.Bench.Routing;

/// <summary>What one call of the router took.</summary>
internal sealed record SpeedRow(string Request, double Microseconds, double Deviation, long Bytes);
