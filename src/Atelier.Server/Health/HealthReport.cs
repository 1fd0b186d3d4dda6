using Atelier.Engine.Health;
using Atelier.Providers;
using Npgsql;

namespace Atelier.Server.Health;

/// <summary>The health of the whole service as <c>/api/health</c> tells it, asked for at most once a minute (requirement B-71).</summary>
internal sealed class HealthReport : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    private readonly Readiness _readiness;
    private readonly ProviderWatch _watch;
    private readonly ProviderRegistry _providers;
    private readonly TimeProvider _time;
    private readonly KeptAnswer<HealthView> _kept;

    public HealthReport(Readiness readiness, ProviderWatch watch, ProviderRegistry providers, TimeProvider time)
    {
        (_readiness, _watch, _providers, _time) = (readiness, watch, providers, time);
        _kept = new KeptAnswer<HealthView>(Fresh, ProbeAsync, time);
    }

    public Task<HealthView> AskAsync(CancellationToken cancellationToken) => _kept.AskAsync(cancellationToken);

    public void Dispose() => _kept.Dispose();

    private async Task<HealthView> ProbeAsync()
    {
        var ready = await _readiness.AskAsync(CancellationToken.None);
        var (database, storage) = (ready.Database == ReadyView.Works, ready.Storage == ReadyView.Works);
        var standings = database ? await LookAsync() : null;
        var ai = _providers
            .All.OrderBy(provider => provider.Id, StringComparer.Ordinal)
            .ToDictionary(provider => provider.Id, provider => Works(provider, standings));
        var status =
            !database || !storage || standings is null ? HealthView.Unhealthy
            : ai.ContainsValue(false) ? HealthView.Degraded
            : HealthView.Healthy;
        return new HealthView(
            status,
            _time.GetUtcNow(),
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
            return await _watch.LookAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
