namespace Atelier.Engine.Webhooks;

/// <summary>What came of one POST.</summary>
/// <param name="Status">The receiver's HTTP status; null where there was no answer.</param>
/// <param name="Error">A word of ours; null when it was delivered.</param>
/// <param name="RetryAfter">How long a receiver that has too much to do wants to be left alone.</param>
internal sealed record PostResult(int? Status, string? Error, TimeSpan? RetryAfter, TimeSpan Took)
{
    /// <summary>Whether the receiver was asked at all.</summary>
    public bool Posted { get; private init; } = true;

    /// <summary>What failed before anything was sent.</summary>
    public static PostResult NotPosted(string error) => new(null, error, null, TimeSpan.Zero) { Posted = false };
}
