using System.Security.Cryptography;
using Atelier.Data.Webhooks;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Webhooks;

/// <summary>One try of one message: body, signatures, POST, note.</summary>
internal sealed partial class WebhookDelivery(
    DeliveryStore store,
    WebhookSecretStore secrets,
    WebhookBodies bodies,
    WebhookAddresses addresses,
    WebhookPost post,
    WebhookBell bell,
    WebhookMetrics metrics,
    ILogger<WebhookDelivery> logger
)
{
    // What no later try can change.
    private static readonly string[] Final = ["gone", "nothing_to_tell"];

    public async Task RunAsync(DeliveryClaim claim, CancellationToken stopRunning)
    {
        PostResult result;
#pragma warning disable CA1031 // What is not noted would be tried every time its lease ends, for ever.
        try
        {
            // Whoever tried it last could not even write that down: it ends here.
            result =
                claim.Tries > RetryPlan.Most ? PostResult.NotPosted("internal") : await SendAsync(claim, stopRunning);
        }
        catch (OperationCanceledException) when (stopRunning.IsCancellationRequested)
        {
            // It may have arrived; the next node sends it again, under the same id.
            await store.HandBackAsync(claim, CancellationToken.None);
            return;
        }
        catch (CryptographicException)
        {
            result = PostResult.NotPosted("secret_unreadable");
        }
        catch (Exception exception)
        {
            LogBroken(claim.MessageId, exception);
            result = PostResult.NotPosted("internal");
        }
#pragma warning restore CA1031

        metrics.Tried(result.Error, result.Took);
        var again =
            result.Error is null || Final.Contains(result.Error)
                ? null
                : RetryPlan.After(claim.Tries, result.RetryAfter);
        var note = new DeliveryNote(result.Error, result.Status, result.Took, again) { Posted = result.Posted };
        var disabled = await store.NoteAsync(claim, note, CancellationToken.None);
        LogTried(claim.MessageId, result.Error ?? "delivered", result.Status, claim.Tries);
        if (disabled is not null)
        {
            bell.TellOfNotice();
            metrics.Disabled(disabled);
            LogDisabled(claim.EndpointId!.Value, claim.AccountId, disabled);
        }
    }

    private async Task<PostResult> SendAsync(DeliveryClaim claim, CancellationToken stopRunning)
    {
        if (await bodies.MakeAsync(claim, stopRunning) is not { } body)
        {
            return PostResult.NotPosted("nothing_to_tell");
        }

        // What was allowed when it was named may not be any more.
        if (addresses.Read(claim.Url).Url is not { } url)
        {
            return PostResult.NotPosted("address_not_allowed");
        }

        var live = await secrets.LiveAsync(claim.AccountId, claim.EndpointId, stopRunning);
        if (live.Count == 0)
        {
            // The endpoint was deleted a moment ago: nothing goes out unsigned.
            return PostResult.NotPosted("nothing_to_tell");
        }

        return await post.SendAsync(url, claim.WebhookId, body, live, stopRunning);
    }

    [LoggerMessage(LogLevel.Debug, "Webhook message {MessageId}: {Outcome}, status {Status}, try {Tries}")]
    private partial void LogTried(Guid messageId, string outcome, int? status, int tries);

    [LoggerMessage(LogLevel.Warning, "Webhook message {MessageId} could not be sent")]
    private partial void LogBroken(Guid messageId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Webhook endpoint {EndpointId} of account {AccountId} was disabled: {Reason}")]
    private partial void LogDisabled(Guid endpointId, Guid accountId, string reason);
}
