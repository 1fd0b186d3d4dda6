using Atelier.Data.Reports;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Budgets;

/// <summary>Tells of budgets that run out, each threshold once a month: in the log, and as word to the accounts (requirement B-58).</summary>
public sealed partial class BudgetAlerts(BudgetAlertStore store, TimeProvider time, ILogger<BudgetAlerts> logger)
    : PeriodicService(time)
{
    /// <summary>One round; of nodes that come at once one tells.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var alert in await store.RaiseAsync(cancellationToken))
        {
            LogCrossed(alert.Scope, alert.Threshold, alert.Share);
        }
    }

    protected override TimeSpan Pause => TimeSpan.FromSeconds(30);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Warning, "Budget {Scope} passed {Threshold} % of its limit: {Share:P1} are spent")]
    private partial void LogCrossed(string scope, int threshold, decimal share);

    [LoggerMessage(LogLevel.Warning, "Budgets could not be looked at; trying again later")]
    private partial void LogFailed(Exception exception);
}
