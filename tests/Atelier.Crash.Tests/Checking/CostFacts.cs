namespace Atelier.Crash.Tests.Checking;

/// <summary>A row of the operator's book.</summary>
internal sealed record CostFacts(Guid AttemptId, string Wire, string Entry, long Nanos);
