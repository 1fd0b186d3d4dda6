namespace Atelier.Client.Photos;

/// <summary>A task that the service has accepted and will carry through, whether anybody waits for it or not.</summary>
public sealed record PhotoTask
{
    /// <summary>The task; also the id of its generation at the doors of <c>/v1</c>.</summary>
    public required string TaskId { get; init; }

    /// <summary>Who is asked first; the status tells who did it.</summary>
    public string? Provider { get; init; }

    /// <summary>Seconds it will probably take.</summary>
    public double? EstimatedWaitTime { get; init; }

    /// <summary>A sentence for people.</summary>
    public string? Message { get; init; }
}
