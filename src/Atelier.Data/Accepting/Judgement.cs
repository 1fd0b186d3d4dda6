namespace Atelier.Data.Accepting;

/// <summary>What was decided about an order; written only if it was accepted.</summary>
internal sealed record Judgement(AcceptOutcome Outcome)
{
    /// <summary>Whether it waits for room of its account.</summary>
    public bool Held { get; init; }

    public string QueueState => Held ? "held" : "ready";

    /// <summary>The day whose limit it counts against; null where there is none.</summary>
    public DateOnly? QuotaDay { get; init; }

    /// <summary>Whether its pictures carry the mark: the account's tier at this moment, whatever it becomes.</summary>
    public bool Watermark { get; init; }
}
