namespace Atelier.Client.Photos;

/// <summary>How a task is getting on, and what came of it.</summary>
public sealed record PhotoStatus
{
    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>Where it stands.</summary>
    public required PhotoState Status { get; init; }

    /// <summary>Percent, 0 to 100.</summary>
    public int Progress { get; init; }

    /// <summary>Who does it or did it.</summary>
    public string? Provider { get; init; }

    /// <summary>The style asked for.</summary>
    public string? Style { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Seconds the work took.</summary>
    public double? ProcessingTime { get; init; }

    /// <summary>Dollars the work cost the operator.</summary>
    public decimal? Cost { get; init; }

    /// <summary>A signed address of the photo, once the task is completed; it may be relative to the base address.</summary>
    public Uri? InputFileUrl { get; init; }

    /// <summary>A signed address of the result, once the task is completed; it may be relative to the base address.</summary>
    public Uri? OutputFileUrl { get; init; }

    /// <summary>Why it failed, in words for people.</summary>
    public string? Error { get; init; }

    /// <summary>The same for programs, such as <c>CONTENT_POLICY</c>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why it waits, such as review while a person decides about it.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether nothing will change any more.</summary>
    public bool IsOver => Status is PhotoState.Completed or PhotoState.Failed;
}
