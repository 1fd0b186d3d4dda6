namespace Atelier.Engine.Simulating;

/// <summary>Which requests of the past are tried.</summary>
/// <param name="Account">Only its requests; null for all.</param>
/// <param name="Most">The newest of them, 1 to 10,000.</param>
public sealed record PastTraffic(DateTimeOffset From, DateTimeOffset Until, Guid? Account, int Most);
