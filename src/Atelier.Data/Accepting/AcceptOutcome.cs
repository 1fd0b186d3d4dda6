namespace Atelier.Data.Accepting;

/// <summary>What the accept transaction came to.</summary>
public abstract record AcceptOutcome
{
    private AcceptOutcome() { }

    /// <summary>The generation is in the queue and its price reserved.</summary>
    public sealed record Accepted : AcceptOutcome;

    /// <summary>The same request came before under this key; that generation answers.</summary>
    public sealed record Replayed(Guid GenerationId) : AcceptOutcome;

    /// <summary>The same request of the same key came within 15 minutes, and its answer was not delivered; that generation answers.</summary>
    public sealed record Adopted(Guid GenerationId) : AcceptOutcome;

    /// <summary>The key stands for another request. Nothing was written.</summary>
    public sealed record KeyConflict : AcceptOutcome;

    /// <summary>Too few credits. Nothing was written.</summary>
    public sealed record TooFewCredits(long Balance) : AcceptOutcome;

    /// <summary>The operator's budget of the month has no room for what this may cost. Nothing was written.</summary>
    public sealed record OverBudget : AcceptOutcome;

    /// <summary>The account's pictures of the day are used up. Nothing was written.</summary>
    /// <param name="Limit">Pictures a day.</param>
    /// <param name="Left">Pictures that may still be asked for today.</param>
    /// <param name="ResetsIn">Time to midnight, UTC.</param>
    public sealed record OverQuota(int Limit, int Left, TimeSpan ResetsIn) : AcceptOutcome;
}
