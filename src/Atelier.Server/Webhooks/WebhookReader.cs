using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Webhooks;
using Atelier.Engine.Accepting;
using Atelier.Engine.Webhooks;

namespace Atelier.Server.Webhooks;

/// <summary>Reads what callers say about webhooks, and names what is wrong with it.</summary>
internal sealed class WebhookReader(WebhookAddresses addresses, DeliveryStore deliveries)
{
    private const int LongestDescription = 200;
    private const int SecondsWhenFull = 300;

    /// <summary>The address of a single generation; null where none is asked for.</summary>
    public GenerationWebhook? OfGeneration(Caller caller, string? url, List<string>? events, ErrorList errors)
    {
        if (url is not null && caller.Visitor is not null)
        {
            // Nobody could verify it: the secret is the account's, and guests share one.
            errors.Add("webhook_url", "webhook_url needs an account of your own.");
            return null;
        }

        if (url is null)
        {
            if (events is not null)
            {
                errors.Add("webhook_events", "webhook_events goes with webhook_url.");
            }

            return null;
        }

        var address = ReadUrl("webhook_url", url, errors);
        var wanted = ReadEvents("webhook_events", events, WebhookEvents.OfGenerations, errors);
        return address is null ? null : new GenerationWebhook(address, wanted);
    }

    /// <exception cref="AtelierException">Too many messages to such addresses wait for their receivers.</exception>
    public async Task ThrowIfFullAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await deliveries.IsFullAsync(caller.AccountId, cancellationToken))
        {
            throw new AtelierException(
                ErrorCode.RateLimited,
                $"{DeliveryStore.MostOwn} messages to a webhook_url of yours wait for receivers that do not take them: "
                    + "mend the receivers, or leave webhook_url out and make a webhook with POST /v1/webhooks."
            )
            {
                RetryAfterSeconds = SecondsWhenFull,
            };
        }
    }

    /// <summary>What is to be made or changed.</summary>
    public EndpointChange Read(WebhookBody body, bool isNew, ErrorList errors)
    {
        if (isNew && body.Url is null)
        {
            errors.Add("url", "url is required: where to POST, such as https://example.com/hooks.");
        }

        if (body.Description is { } text && (text.Length > LongestDescription || text.Any(char.IsControl)))
        {
            errors.Add("description", $"description takes at most {LongestDescription} characters, all in one line.");
        }

        var events = ReadEvents("events", body.Events, WebhookEvents.Known, errors);
        return new EndpointChange
        {
            Url = body.Url is null ? null : ReadUrl("url", body.Url, errors),
            Events = events,
            AllEvents = body.Events is not null && events is null,
            Description = body.Description,
            Disabled = body.Disabled,
        };
    }

    private Uri? ReadUrl(string field, string text, ErrorList errors)
    {
        var (url, reason) = addresses.Read(text);
        if (reason is not null)
        {
            errors.Add(field, $"{field} cannot be told. {reason}");
        }

        return url;
    }

    // Null for all.
    private static List<string>? ReadEvents(
        string field,
        List<string>? events,
        IReadOnlyList<string> known,
        ErrorList errors
    )
    {
        if (events is null || (events.Count == 1 && events[0] == WebhookEvents.All))
        {
            return null;
        }

        if (events.FirstOrDefault(word => !known.Contains(word)) is { } unknown)
        {
            errors.AddUnknown(field, unknown, [.. known, WebhookEvents.All]);
        }
        else if (events.Count == 0 || events.Contains(null!))
        {
            errors.Add(field, $"{field} must name at least one type; leave it out for all.");
        }

        return [.. events.Distinct()];
    }
}
