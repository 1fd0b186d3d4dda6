namespace Atelier.Data.Events;

/// <summary>An event, or where a generation stands, with all that a message about it tells.</summary>
/// <param name="Seq">Of the event; of the generation's last event where it stands for that.</param>
/// <param name="Note">What is told beside, as JSON; null for nothing.</param>
/// <param name="Model">Of the offer whose turn it is; null once the generation has ended.</param>
/// <param name="Elapsed">Seconds since the call was sent; 0 before, and null once the generation has ended.</param>
/// <param name="Tried">Of a failure: the calls that were made, as JSON; null for none.</param>
public sealed record ProgressRow(
    long Seq,
    Guid AccountId,
    Guid GenerationId,
    string? PresentationId,
    string? SlideId,
    string? ElementId,
    string State,
    string Stage,
    int Progress,
    string? ErrorCode,
    string? ErrorMessage,
    string? ErrorCategories,
    string? Note,
    string? Style,
    string? Model,
    string? Provider,
    string? ProviderModel,
    double? Elapsed,
    string? Tried,
    DateTimeOffset At
);
