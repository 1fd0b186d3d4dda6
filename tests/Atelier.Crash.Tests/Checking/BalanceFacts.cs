namespace Atelier.Crash.Tests.Checking;

/// <summary>What an account has, as its row says.</summary>
internal sealed record BalanceFacts(Guid Id, long Balance);
