namespace Atelier.Emulators.Faults;

/// <summary>What shall go wrong, on which calls, how often.</summary>
public sealed record FaultRule
{
    /// <summary>What happens.</summary>
    public required FaultAction Action { get; init; }

    /// <summary>Only calls of this operation, for example generations, diffusion, job, file.</summary>
    public string? Operation { get; init; }

    /// <summary>Only calls whose prompt contains this, in any case.</summary>
    public string? Prompt { get; init; }

    /// <summary>Only calls that bear this key.</summary>
    public string? Key { get; init; }

    /// <summary>From the nth call on that fits the rest; 1 is the next.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How often; 0 is always. The default is 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Waited before the fault; for late_callback the wait before the callback. At most 10 minutes.</summary>
    public int DelayMs { get; init; }

    /// <summary>Status of error_before and error_after (500) and of expired_url (403).</summary>
    public int? Status { get; init; }

    /// <summary>Retry-After in seconds; too_many_requests sends 1 without it.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Where redirect leads; without it to a path of the wire that does not exist.</summary>
    public string? Location { get; init; }

    /// <summary>Sent as the body instead of the wire's own, for errors.</summary>
    public string? Body { get; init; }

    /// <summary>What wrong_mime calls the answer; text/html without it, and nothing at all where it is empty.</summary>
    public string? ContentType { get; init; }

    /// <summary>Whether a failed or vanished task is billed all the same.</summary>
    public bool Billed { get; init; }
}
