using Atelier.Data.Blobs;
using Atelier.Data.Nodes;
using Atelier.Engine.Catalogue;
using Npgsql;

namespace Atelier.Server.Health;

/// <summary>Probes database, storage and catalogue, at most once a second however often it is asked.</summary>
internal sealed class Readiness(NodeStore nodes, CatalogueHolder catalogue, IBlobStore blobs, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private ReadyView? _last;
    private long _at;

    public async Task<ReadyView> AskAsync(CancellationToken cancellationToken)
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

    private async Task<ReadyView> ProbeAsync()
    {
        var version = catalogue.Current.Version;
        var differ = await DifferAsync(version);
        var storageWorks = await blobs.ProbeAsync(CancellationToken.None);
        // A catalogue that is stale or not the same everywhere is a warning: this node works with the one it has.
        return new ReadyView(
            differ is not null && storageWorks ? ReadyView.Ready : "not_ready",
            differ is not null ? ReadyView.Works : "down",
            storageWorks ? ReadyView.Works : "down",
            catalogue.Problem is not null ? "stale"
                : differ is true ? "differs"
                : ReadyView.Works,
            version
        );
    }

    // Null when the database does not answer.
    private async Task<bool?> DifferAsync(string version)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
            return await nodes.DifferAsync(version, patience.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return null;
        }
    }
}
