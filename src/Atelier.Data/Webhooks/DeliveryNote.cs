namespace Atelier.Data.Webhooks;

/// <summary>How a try went.</summary>
/// <param name="Error">A word of ours; null when it was delivered.</param>
/// <param name="Status">The receiver's HTTP status; null where there was no answer.</param>
/// <param name="Again">When to try again; null: not any more.</param>
public sealed record DeliveryNote(string? Error, int? Status, TimeSpan Took, TimeSpan? Again)
{
    /// <summary>Whether the receiver was asked at all; what failed before that is no fault of its own.</summary>
    public bool Posted { get; init; } = true;

    public bool Delivered => Error is null;

    /// <summary>Whether the receiver said that it wants nothing any more.</summary>
    public bool Gone => Status == 410;
}
