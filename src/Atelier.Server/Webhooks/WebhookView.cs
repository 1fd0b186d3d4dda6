using Atelier.Data.Webhooks;

namespace Atelier.Server.Webhooks;

/// <summary>An endpoint.</summary>
/// <param name="Object">Always <c>webhook</c>.</param>
/// <param name="Events">The types it wants; <c>all</c> for every one.</param>
/// <param name="DisabledReason">caller, operator, gone (it answered 410) or failing (nothing but failures for five days).</param>
/// <param name="FailingSince">The first failure since anything was delivered.</param>
/// <param name="Secret">What messages are signed with; shown when it is made, and never again.</param>
internal sealed record WebhookView(
    Guid Id,
    string Object,
    string Url,
    IReadOnlyList<string> Events,
    string? Description,
    bool Disabled,
    string? DisabledReason,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    string? Secret
)
{
    public static WebhookView Of(WebhookEndpoint endpoint, string? secret = null) =>
        new(
            endpoint.Id,
            "webhook",
            endpoint.Url,
            endpoint.Events ?? [WebhookEvents.All],
            endpoint.Description,
            endpoint.DisabledAt is not null,
            endpoint.DisabledBy,
            endpoint.DisabledAt,
            endpoint.FailingSince,
            endpoint.CreatedAt,
            secret
        );

    /// <summary>For the operator: of the address only who is told, for the rest of it may be a secret.</summary>
    public static WebhookView ForOperator(WebhookEndpoint endpoint) =>
        Of(endpoint) with
        {
            Url = new Uri(endpoint.Url).GetLeftPart(UriPartial.Authority),
            Description = null,
        };
}

/// <summary>All endpoints of an account, the oldest first; there are at most 20.</summary>
internal sealed record WebhookPage(IReadOnlyList<WebhookView> Data, bool HasMore);

/// <summary>A secret, as it is put into a verifier.</summary>
/// <param name="Secret"><c>whsec_</c> and base64.</param>
internal sealed record WebhookSecretView(string Secret);

/// <summary>What a recovery sends.</summary>
/// <param name="Messages">How many messages, 1,000 at most.</param>
/// <param name="HasMore">Whether to ask again for the rest.</param>
internal sealed record RecoveryView(int Messages, bool HasMore);
