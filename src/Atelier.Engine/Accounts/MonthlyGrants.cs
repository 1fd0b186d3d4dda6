using Atelier.Data.Accounts;
using Atelier.Engine.Sweeping;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Accounts;

/// <summary>Gives every account the credits of the month within a minute of its first moment; any node may, twice does nothing.</summary>
public sealed partial class MonthlyGrants(GrantStore grants, TimeProvider time, ILogger<MonthlyGrants> logger)
    : PeriodicService(time)
{
    // They are locked while their month is recounted; who wants to spend waits for so many at most.
    private const int ChunkSize = 5;

    /// <summary>One round over all accounts that have not had it.</summary>
    /// <returns>How many got it.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var all = 0;
        while (await grants.NextMonthAsync(ChunkSize, cancellationToken) is > 0 and var some)
        {
            all += some;
        }

        if (all > 0)
        {
            LogGranted(all);
        }

        return all;
    }

    protected override TimeSpan Pause => TimeSpan.FromMinutes(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunOnceAsync(cancellationToken);

    protected override void Tell(Exception failure) => LogFailed(failure);

    [LoggerMessage(LogLevel.Information, "{Count} accounts got the credits of the month")]
    private partial void LogGranted(int count);

    [LoggerMessage(LogLevel.Warning, "The credits of the month could not be given; trying again")]
    private partial void LogFailed(Exception exception);
}
