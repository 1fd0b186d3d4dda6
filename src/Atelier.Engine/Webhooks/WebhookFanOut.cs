using Atelier.Data.Webhooks;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Webhooks;

/// <summary>Turns what happened into messages, soon after it did. Every node does; none waits for another.</summary>
internal sealed partial class WebhookFanOut(
    FanOutStore store,
    WebhookBell bell,
    WebhookMetrics metrics,
    ChangeHub hub,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<WebhookFanOut> logger
) : BackgroundService
{
    // Of the time at most a sixth is spent in the database, however much goes on.
    private const int RestFactor = 5;

    /// <summary>One round.</summary>
    public async Task<FanOutRound> RunOnceAsync(CancellationToken cancellationToken)
    {
        var round = await store.RunAsync(cancellationToken);
        if (round.Messages > 0)
        {
            metrics.Made(round.Messages);
            bell.Ring();
        }

        return round;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = hub.Subscribe(ChangeWord.AnyGeneration);
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            var more = false;
#pragma warning disable CA1031 // A loop that ends silently would leave receivers waiting for ever.
            try
            {
                more = (await RunOnceAsync(stoppingToken)).More;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
#pragma warning restore CA1031

            if (!more)
            {
                await wake.WaitAsync(hub.Poll, time, stoppingToken);
            }

            var rest = time.GetElapsedTime(began) * RestFactor;
            await Task.Delay(Pause(more, rest), time, stoppingToken);
        }
    }

    private TimeSpan Pause(bool more, TimeSpan rest) =>
        more ? TimeSpan.Zero
        : rest > TimeSpan.FromSeconds(1) || rest < options.Value.Gather ? options.Value.Gather
        : rest;

    [LoggerMessage(LogLevel.Warning, "What happened could not be turned into webhook messages; trying again")]
    private partial void LogFailed(Exception exception);
}
