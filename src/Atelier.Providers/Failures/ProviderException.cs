namespace Atelier.Providers.Failures;

/// <summary>A provider refused or failed. The text is ours, never the provider's.</summary>
public sealed class ProviderException(
    string provider,
    FailureKind kind,
    Charge charge,
    string message,
    Exception? inner = null
) : Exception(message, inner)
{
    public string Provider { get; } = provider;

    public FailureKind Kind { get; } = kind;

    public Charge Charge { get; } = charge;

    /// <summary>How long the provider asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's own name of the request; null when it gave none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Nano-dollars that it cost all the same, as the provider says; null when it does not tell.</summary>
    public long? CostNanos { get; init; }

    /// <summary>Whether it is the matter of one key of the operator's, while others go on.</summary>
    public bool OthersGoOn { get; private init; }

    /// <summary>Our policy categories that a refusal names, such as <c>violence</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The same, as the matter of one key.</summary>
    internal ProviderException OfOneKey() => As(Kind, RetryAfter, othersGoOn: true);

    /// <summary>The same, where another key only has to wait for a while.</summary>
    internal ProviderException AsLimited(TimeSpan wait) => As(FailureKind.RateLimited, wait, othersGoOn: false);

    private ProviderException As(FailureKind kind, TimeSpan? retryAfter, bool othersGoOn) =>
        new(Provider, kind, Charge, Message, this)
        {
            RetryAfter = retryAfter,
            Status = Status,
            RequestId = RequestId,
            CostNanos = CostNanos,
            Categories = Categories,
            OthersGoOn = othersGoOn,
        };
}
