using Atelier.Core.Limits;
using Atelier.Data.Budgets;
using Atelier.Data.Quotes;

namespace Atelier.Data.Accepting;

/// <summary>What the accept transaction came to.</summary>
public abstract record AcceptOutcome
{
    private AcceptOutcome() { }

    /// <summary>The limits that the order met, as they stand after it; empty where it met none.</summary>
    public IReadOnlyList<LimitWindow> Limits { get; init; } = [];

    /// <summary>The generation is in the queue and its price reserved.</summary>
    public sealed record Accepted : AcceptOutcome;

    /// <summary>The same request came before under this key; that generation answers.</summary>
    public sealed record Replayed(Guid GenerationId) : AcceptOutcome;

    /// <summary>The same request of the same key came within 15 minutes, and its answer was not delivered; that generation answers.</summary>
    public sealed record Adopted(Guid GenerationId) : AcceptOutcome;

    /// <summary>The key stands for another request. Nothing was written.</summary>
    public sealed record KeyConflict : AcceptOutcome;

    /// <summary>The account was closed before its turn came. Nothing was written.</summary>
    public sealed record Closed : AcceptOutcome;

    /// <summary>The photo session is gone, or goes at this moment, or is another account's. Nothing was written.</summary>
    public sealed record NoSession : AcceptOutcome;

    /// <summary>The quote that the order came with does not hold for it. Nothing was written.</summary>
    public sealed record QuoteRefused(QuoteFault Fault) : AcceptOutcome;

    /// <summary>Too few credits. Nothing was written.</summary>
    public sealed record TooFewCredits(long Balance) : AcceptOutcome;

    /// <summary>A budget of the month has no room for what this may cost. Nothing was written.</summary>
    /// <param name="Scope">Which one: everybody's, the account's or the key's.</param>
    /// <param name="Room">Nano-dollars that all budgets of the request have room for; below 0 where more is spent than one allows.</param>
    public sealed record OverBudget(BudgetScope Scope, long Room) : AcceptOutcome;

    /// <summary>The account asked for this group of operations too often in a minute or an hour. Nothing was written.</summary>
    /// <param name="Window">Resets when the next place is free.</param>
    public sealed record TooOften(string Group, LimitWindow Window) : AcceptOutcome;

    /// <summary>The account asked for this group of operations as often as it may in a day. Nothing was written.</summary>
    /// <param name="Window">Resets at midnight, UTC.</param>
    public sealed record OverDay(string Group, LimitWindow Window) : AcceptOutcome;

    /// <summary>The account's pictures of the day are used up. Nothing was written.</summary>
    /// <param name="Limit">Pictures a day.</param>
    /// <param name="Left">Pictures that may still be asked for today.</param>
    /// <param name="ResetsIn">Time to midnight, UTC.</param>
    public sealed record OverQuota(int Limit, int Left, TimeSpan ResetsIn) : AcceptOutcome;
}
