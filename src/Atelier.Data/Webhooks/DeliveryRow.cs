namespace Atelier.Data.Webhooks;

/// <summary>A message and how its delivery stands.</summary>
/// <param name="Number">Grows in the order in which messages were made.</param>
/// <param name="State">pending, delivered or failed.</param>
/// <param name="NextAt">The next try; null where there is none.</param>
/// <param name="LastMs">Milliseconds that the last try took.</param>
public sealed record DeliveryRow(
    Guid Id,
    long Number,
    string Type,
    Guid? GenerationId,
    string State,
    int Attempts,
    DateTimeOffset? NextAt,
    DateTimeOffset? LastAt,
    int? LastStatus,
    string? LastError,
    int? LastMs,
    DateTimeOffset CreatedAt
);
