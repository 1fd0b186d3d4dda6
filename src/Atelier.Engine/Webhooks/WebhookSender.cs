using Atelier.Data.Webhooks;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Webhooks;

/// <summary>Sends what is due, several at once, and writes down how it went.</summary>
internal sealed partial class WebhookSender(
    DeliveryStore store,
    WebhookDelivery delivery,
    ChangeHub hub,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<WebhookSender> logger
) : BackgroundService
{
    private readonly HashSet<Task> _running = [];

    /// <summary>Sends what is due now and waits for it.</summary>
    /// <returns>How many messages.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var claims = await store.ClaimAsync(Wish(options.Value.AtOnce), CancellationToken.None);
        await Task.WhenAll(claims.Select(claim => RunAsync(claim, cancellationToken)));
        return claims.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopRunning = new CancellationTokenSource();
        using var wake = hub.Subscribe(ChangeWord.Webhooks);
        while (!stoppingToken.IsCancellationRequested)
        {
#pragma warning disable CA1031 // A loop that ends silently would leave receivers waiting for ever.
            try
            {
                var got = await ClaimAsync(stopRunning.Token);
                await WaitAsync(got, wake, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                LogFailed(exception);
                await Task.Delay(options.Value.Poll, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
#pragma warning restore CA1031
        }

        await FinishAsync(stopRunning);
    }

    private async Task<bool> ClaimAsync(CancellationToken stopRunning)
    {
        _running.RemoveWhere(task => task.IsCompleted);
        var free = options.Value.AtOnce - _running.Count;
        if (free <= 0)
        {
            return false;
        }

        // Not to be cancelled: a claim that was committed but not heard of would be held until its lease ends.
        var claims = await store.ClaimAsync(Wish(free), CancellationToken.None);
        foreach (var claim in claims)
        {
            _running.Add(RunAsync(claim, stopRunning));
        }

        return claims.Count > 0;
    }

    private async Task WaitAsync(bool got, ChangeSubscription wake, CancellationToken stoppingToken)
    {
        if (_running.Count >= options.Value.AtOnce)
        {
            await Task.WhenAny(_running).WaitAsync(stoppingToken);
        }
        else if (!got)
        {
            await wake.WaitAsync(options.Value.Poll, time, stoppingToken);
        }
    }

    private async Task RunAsync(DeliveryClaim claim, CancellationToken stopRunning)
    {
#pragma warning disable CA1031 // Whatever breaks one message must not break the others; its lease ends, and it is tried again.
        try
        {
            await delivery.RunAsync(claim, stopRunning);
        }
        catch (Exception exception)
        {
            LogBroken(claim.MessageId, exception);
        }
#pragma warning restore CA1031

        // Its host has room again.
        hub.Raise(ChangeWord.Webhooks);
    }

    private async Task FinishAsync(CancellationTokenSource stopRunning)
    {
        var all = Task.WhenAll(_running);
        if (!all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(options.Value.Drain, time, CancellationToken.None));
            await stopRunning.CancelAsync();
            await all;
        }
    }

    private ClaimWish Wish(int most) => new(most, options.Value.PerHost, options.Value.PerAccount, options.Value.Lease);

    [LoggerMessage(LogLevel.Warning, "Webhook messages that are due could not be found; trying again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Webhook message {MessageId} could not be noted; it is tried again")]
    private partial void LogBroken(Guid messageId, Exception exception);
}
