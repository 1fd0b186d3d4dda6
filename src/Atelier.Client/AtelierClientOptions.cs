using System.Net;

namespace Atelier.Client;

/// <summary>How a client reaches its service, and how patient it is.</summary>
public sealed record AtelierClientOptions
{
    /// <summary>Where the service is, with a path if it lies below one. The default is that of the HttpClient given.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>The API key; sent to the service itself and to no other host. The default is none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Keeps the cookie of a guest or of a session, for a client with connections of its own. The default is none.</summary>
    public CookieContainer? Cookies { get; init; }

    /// <summary>How often a call is repeated that may be. The default is 4, the range 0 to 20.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The longest wait before a repetition; a longer <c>Retry-After</c> goes to the caller. The default is 30 seconds.</summary>
    public TimeSpan MaxRetryWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take that moves no file, or a file may stand still. The default is 30 seconds.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a wait for a task lasts where the call does not say. The default is 10 minutes.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time between two questions for the status, where events cannot be had. The default is 2 seconds.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the first event may take before the client asks instead. The default is 5 seconds.</summary>
    public TimeSpan FirstEventLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stream of events may say nothing at all; the service speaks every 15 seconds. The default is 40 seconds.</summary>
    public TimeSpan EventSilenceLimit { get; init; } = TimeSpan.FromSeconds(40);

    // Its key must not get into a log by way of a record's text.
    /// <summary>The base address, and nothing that is secret.</summary>
    public override string ToString() => $"{nameof(AtelierClientOptions)} {{ BaseAddress = {BaseAddress} }}";

    internal void Check()
    {
        if (BaseAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
        {
            throw new ArgumentException("BaseAddress must be an http or https address.");
        }

        if (MaxRetries is < 0 or > 20)
        {
            throw new ArgumentException("MaxRetries must be 0 to 20.");
        }

        if (ApiKey is { } key && key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException("ApiKey has characters that no key has.");
        }

        Positive(MaxRetryWait, nameof(MaxRetryWait));
        Positive(CallLimit, nameof(CallLimit));
        Positive(WaitLimit, nameof(WaitLimit));
        Positive(PollInterval, nameof(PollInterval));
        Positive(FirstEventLimit, nameof(FirstEventLimit));
        Positive(EventSilenceLimit, nameof(EventSilenceLimit));
    }

    private static void Positive(TimeSpan span, string name)
    {
        if (span <= TimeSpan.Zero || span > TimeSpan.FromDays(40))
        {
            throw new ArgumentException($"{name} must be above zero and at most 40 days.");
        }
    }
}
