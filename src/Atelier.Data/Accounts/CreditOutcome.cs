namespace Atelier.Data.Accounts;

/// <summary>What became of credits that an operator gave or took.</summary>
public abstract record CreditOutcome
{
    private CreditOutcome() { }

    /// <summary>They are booked, now or by the same request before.</summary>
    /// <param name="Entry">Number of the ledger's entry.</param>
    /// <param name="Balance">Thousandths of a credit, now.</param>
    public sealed record Booked(long Entry, long Balance) : CreditOutcome;

    /// <summary>There is no such account.</summary>
    public sealed record NotFound : CreditOutcome;

    /// <summary>The account is closed, erased or about to be.</summary>
    public sealed record Closed : CreditOutcome;

    /// <summary>The account has fewer than are to be taken.</summary>
    /// <param name="Balance">Thousandths of a credit.</param>
    public sealed record TooFew(long Balance) : CreditOutcome;

    /// <summary>The Idempotency-Key stands for another request.</summary>
    public sealed record KeyConflict : CreditOutcome;
}
