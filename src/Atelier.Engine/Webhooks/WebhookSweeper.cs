using Atelier.Data.Webhooks;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Webhooks;

/// <summary>Forgets old messages every hour; any node may.</summary>
internal sealed partial class WebhookSweeper(WebhookKeeping keeping, TimeProvider time, ILogger<WebhookSweeper> logger)
    : PeriodicService(time)
{
    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => keeping.SweepAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "Old webhook messages could not be removed; trying again later")]
    private partial void LogFailed(Exception exception);
}
