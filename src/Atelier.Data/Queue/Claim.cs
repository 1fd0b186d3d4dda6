namespace Atelier.Data.Queue;

/// <summary>The right to work on a generation until the lease ends. Every decision names the epoch.</summary>
/// <param name="Failures">Claims before this one that went wrong.</param>
/// <param name="AttemptId">The intent that came with the claim; null when nothing is to be sent and paid.</param>
public sealed record Claim(Guid GenerationId, Guid AccountId, int Epoch, int Failures = 0, Guid? AttemptId = null)
{
    /// <summary>The lane that it stands in.</summary>
    public string Lane { get; init; } = "";

    /// <summary>The place in the plan's chain whose turn it is.</summary>
    public int Link { get; init; }

    /// <summary>The slots to be made; empty means all.</summary>
    public IReadOnlyList<int> Slots { get; init; } = [];

    /// <summary>Whether this is for looking after what was sent, and not for sending.</summary>
    public bool FollowUp { get; init; }

    /// <summary>How long it has waited for a provider that an operator holds back; null where it does not.</summary>
    public TimeSpan? HeldFor { get; init; }
}
