using Atelier.Data.Webhooks;

namespace Atelier.Server.Webhooks;

/// <summary>A message and how its delivery stands.</summary>
/// <param name="Object">Always <c>webhook_delivery</c>.</param>
/// <param name="WebhookId">The header <c>webhook-id</c>, the same at every try.</param>
/// <param name="Status">pending, delivered or failed.</param>
/// <param name="NextAt">The next try.</param>
/// <param name="LastStatusCode">What the receiver answered at the last try.</param>
/// <param name="LastError">What went wrong at the last try: timeout, not_reached, name_not_found, tls_failed, private_address, redirect, gone, status, cut …</param>
internal sealed record DeliveryView(
    Guid Id,
    string Object,
    string WebhookId,
    string Type,
    Guid? GenerationId,
    string Status,
    int Attempts,
    DateTimeOffset? NextAt,
    DateTimeOffset? LastAt,
    int? LastStatusCode,
    string? LastError,
    int? LastDurationMs,
    DateTimeOffset CreatedAt
)
{
    public static DeliveryView Of(DeliveryRow row) =>
        new(
            row.Id,
            "webhook_delivery",
            DeliveryClaim.IdOf(row.Id),
            row.Type,
            row.GenerationId,
            row.State,
            row.Attempts,
            row.NextAt,
            row.LastAt,
            row.LastStatus,
            row.LastError,
            row.LastMs,
            row.CreatedAt
        );
}

/// <summary>A page of deliveries, newest first.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record DeliveryPage(IReadOnlyList<DeliveryView> Data, bool HasMore, string? NextCursor);
