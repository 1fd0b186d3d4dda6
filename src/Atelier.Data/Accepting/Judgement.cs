namespace Atelier.Data.Accepting;

/// <summary>What was decided about an order; written only if it was accepted.</summary>
internal sealed record Judgement(AcceptOutcome Outcome)
{
    /// <summary>Whether it waits for room of its account.</summary>
    public bool Held { get; init; }

    /// <summary>Whether it waits for a person's decision.</summary>
    public bool Review { get; init; }

    /// <summary>The generation's first state.</summary>
    public string State => Review ? "review" : "queued";

    public string QueueState =>
        Review ? "review"
        : Held ? "held"
        : "ready";

    /// <summary>The day that its pictures are counted in; null where they are not.</summary>
    public DateOnly? QuotaDay { get; init; }

    /// <summary>The group of operations that it counts in; null where its account may ask as often as it likes.</summary>
    public string? LimitGroup { get; init; }

    /// <summary>Whether its pictures carry the mark: the account's tier at this moment, whatever it becomes.</summary>
    public bool Watermark { get; init; }
}
