using System.Collections.Concurrent;
using Atelier.Core.Pricing;
using Atelier.Data.Costs;
using Atelier.Providers;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Health;

/// <summary>Asks every provider each half minute whether it can be used and what is left on our account there.</summary>
public sealed partial class ProviderWatch(
    ProviderRegistry providers,
    OpenRiskStore risks,
    TimeProvider time,
    ILogger<ProviderWatch> logger
) : BackgroundService, IBalances
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // Requirement A-35: what was asked is good for a minute.
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Seen> _seen = new();

    // Nano-dollars that this node accepted work for, ever: only what was added since a look counts.
    private readonly ConcurrentDictionary<string, long> _noted = new();
    private readonly SemaphoreSlim _asking = new(1);

    public decimal? SpendableUsd(string provider) =>
        _seen.GetValueOrDefault(provider) is { } seen && time.GetElapsedTime(seen.At) < Life
            ? seen.Standing.BalanceUsd - NanoDollars.ToDollars(seen.Unbilled + NotedFor(provider) - seen.NotedBefore)
            : null;

    public void Reserve(string provider, decimal dollars)
    {
        var nanos = NanoDollars.Of(dollars);
        _noted.AddOrUpdate(provider, nanos, (_, noted) => noted + nanos);
    }

    /// <summary>How every remote provider stands; asked anew when the last answer is older than a minute.</summary>
    public async Task<IReadOnlyList<ProviderStanding>> LookAsync(CancellationToken cancellationToken)
    {
        var remote = providers.All.OfType<IRemoteProvider>().ToList();
        if (!AreFresh(remote))
        {
            await _asking.WaitAsync(cancellationToken);
            try
            {
                // Whoever waited for another's round has its answers.
                if (!AreFresh(remote))
                {
                    await AskAllAsync(cancellationToken);
                }
            }
            finally
            {
                _asking.Release();
            }
        }

        return [.. remote.Select(provider => _seen[provider.Id].Standing)];
    }

    /// <summary>Asks all of them once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            await AskAllAsync(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    public override void Dispose()
    {
        _asking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogUnread(exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private long NotedFor(string provider) => _noted.GetValueOrDefault(provider);

    private bool AreFresh(List<IRemoteProvider> remote) =>
        remote.TrueForAll(provider =>
            _seen.GetValueOrDefault(provider.Id) is { } seen && time.GetElapsedTime(seen.At) < Life
        );

    private async Task AskAllAsync(CancellationToken cancellationToken)
    {
        // In this order: what is accepted while they are asked counts beside the sum, and what is sent meanwhile twice, until
        // the next look. What is counted too low would be spent twice.
        var noted = _noted.ToDictionary();
        var unbilled = await risks.UnbilledAsync(cancellationToken);
        await Task.WhenAll(
            providers
                .All.OfType<IRemoteProvider>()
                .Select(async provider =>
                {
                    var standing = await AskAsync(provider, cancellationToken);
                    _seen[provider.Id] = new Seen(
                        standing,
                        time.GetTimestamp(),
                        unbilled.GetValueOrDefault(provider.Id),
                        noted.GetValueOrDefault(provider.Id)
                    );
                })
        );
    }

    private async Task<ProviderStanding> AskAsync(IRemoteProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            var check = await provider.CheckAsync(cancellationToken);
            return new ProviderStanding(provider.Id, null, check.BalanceUsd, check.Notes);
        }
        catch (ProviderException exception)
        {
            LogProblem(provider.Id, exception.Kind);
            return new ProviderStanding(provider.Id, exception.Message, null, []);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Provider} cannot be used ({Kind})")]
    private partial void LogProblem(string provider, FailureKind kind);

    [LoggerMessage(LogLevel.Warning, "What calls may still cost could not be read; trying again")]
    private partial void LogUnread(Exception exception);

    /// <param name="Unbilled">Nano-dollars that were on their way to the provider when it was asked.</param>
    /// <param name="NotedBefore">What this node had noted when those were counted.</param>
    private sealed record Seen(ProviderStanding Standing, long At, long Unbilled, long NotedBefore);
}
