namespace Atelier.Crash.Tests.Checking;

/// <summary>A row of the caller's book.</summary>
internal sealed record LedgerFacts(Guid AccountId, Guid? GenerationId, string Entry, long Amount);
