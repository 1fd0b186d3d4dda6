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
        try
        {
            result = await SendAsync(claim, stopRunning);
        }
        catch (OperationCanceledException) when (stopRunning.IsCancellationRequested)
        {
            // It may have arrived; the next node sends it again, under the same id.
            await store.HandBackAsync(claim, CancellationToken.None);
            return;
        }
        catch (CryptographicException)
        {
            result = new PostResult(null, "secret_unreadable", null, TimeSpan.Zero);
        }

        metrics.Tried(result.Error, result.Took);
        var again =
            result.Error is null || Final.Contains(result.Error)
                ? null
                : RetryPlan.After(claim.Tries, result.RetryAfter);
        var note = new DeliveryNote(result.Error, result.Status, result.Took, again);
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
            return new PostResult(null, "nothing_to_tell", null, TimeSpan.Zero);
        }

        // What was allowed when it was named may not be any more.
        if (addresses.Read(claim.Url).Url is not { } url)
        {
            return new PostResult(null, "address_not_allowed", null, TimeSpan.Zero);
        }

        var live = await secrets.LiveAsync(claim.AccountId, claim.EndpointId, stopRunning);
        if (live.Count == 0)
        {
            // The endpoint was deleted a moment ago: nothing goes out unsigned.
            return new PostResult(null, "nothing_to_tell", null, TimeSpan.Zero);
        }

        return await post.SendAsync(url, claim.WebhookId, body, live, stopRunning);
    }

    [LoggerMessage(LogLevel.Debug, "Webhook message {MessageId}: {Outcome}, status {Status}, try {Tries}")]
    private partial void LogTried(Guid messageId, string outcome, int? status, int tries);

    [LoggerMessage(LogLevel.Warning, "Webhook endpoint {EndpointId} of account {AccountId} was disabled: {Reason}")]
    private partial void LogDisabled(Guid endpointId, Guid accountId, string reason);
}
