using Atelier.Engine.Health;
using Atelier.Providers;
using Npgsql;

namespace Atelier.Server.Health;

/// <summary>The health of the whole service as <c>/api/health</c> tells it, asked for at most once a minute (requirement B-71).</summary>
internal sealed class HealthReport(
    Readiness readiness,
    ProviderWatch watch,
    ProviderRegistry providers,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _one = new(1, 1);
    private HealthView? _last;
    private long _at;

    public async Task<HealthView> AskAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is null || time.GetElapsedTime(_at) >= Fresh)
            {
                // Not the caller's token: whoever hangs up must not leave a probe half done.
                _last = await ProbeAsync();
                _at = time.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<HealthView> ProbeAsync()
    {
        var ready = await readiness.AskAsync(CancellationToken.None);
        var (database, storage) = (ready.Database == ReadyView.Works, ready.Storage == ReadyView.Works);
        var standings = database ? await LookAsync() : null;
        var ai = providers
            .All.OrderBy(provider => provider.Id, StringComparer.Ordinal)
            .ToDictionary(provider => provider.Id, provider => Works(provider, standings));
        var status =
            !database || !storage || standings is null ? HealthView.Unhealthy
            : ai.ContainsValue(false) ? HealthView.Degraded
            : HealthView.Healthy;
        return new HealthView(
            status,
            time.GetUtcNow(),
            new HealthServices(
                HealthView.Word(database && standings is not null),
                ai.ToDictionary(provider => provider.Key, provider => HealthView.Word(provider.Value)),
                HealthView.Word(storage)
            )
        );
    }

    // What runs inside this process works when it does; of others nothing good is said without having asked.
    private static bool Works(IImageProvider provider, IReadOnlyList<ProviderStanding>? standings) =>
        provider is not IRemoteProvider
        || standings?.FirstOrDefault(standing => standing.Provider == provider.Id) is { Problem: null };

    // Null when the database went away in the middle.
    private async Task<IReadOnlyList<ProviderStanding>?> LookAsync()
    {
        try
        {
            return await watch.LookAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
