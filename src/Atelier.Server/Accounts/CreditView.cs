namespace Atelier.Server.Accounts;

/// <summary>Credits that were booked.</summary>
/// <param name="Entry">Number of the ledger's entry; the same for the same Idempotency-Key.</param>
/// <param name="Credits">That the account can spend now.</param>
internal sealed record CreditView(long Entry, decimal Credits);
