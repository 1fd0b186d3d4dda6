namespace Atelier.Data.Webhooks;

/// <summary>An address that an account wants to be told at.</summary>
/// <param name="EventList">The types it wants, separated by spaces; null is all.</param>
/// <param name="DisabledBy">caller, operator, gone (it answered 410) or failing (nothing but failures for days); null while it is on.</param>
/// <param name="FailingSince">The first failure since anything was delivered; null when the last try succeeded.</param>
public sealed record WebhookEndpoint(
    Guid Id,
    Guid AccountId,
    string Url,
    string? EventList,
    string? Description,
    DateTimeOffset? DisabledAt,
    string? DisabledBy,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt
)
{
    internal const string Columns = """
        id, account_id AS AccountId, url, array_to_string(events, ' ') AS EventList, description,
        disabled_at AS DisabledAt, disabled_by AS DisabledBy, failing_since AS FailingSince, created_at AS CreatedAt
        """;

    /// <summary>The types it wants; null is all.</summary>
    public IReadOnlyList<string>? Events => EventList?.Split(' ');
}
