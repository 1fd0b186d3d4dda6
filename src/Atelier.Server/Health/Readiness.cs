using Atelier.Core;
using Atelier.Data.Blobs;
using Atelier.Data.Nodes;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Checking;
using Npgsql;

namespace Atelier.Server.Health;

/// <summary>Probes database, storage and catalogue, at most once a second however often it is asked.</summary>
internal sealed class Readiness : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly NodeStore _nodes;
    private readonly CatalogueHolder _catalogue;
    private readonly IBlobStore _blobs;
    private readonly PictureGate _gate;
    private readonly TimeProvider _time;
    private readonly KeptAnswer<ReadyView> _kept;

    public Readiness(NodeStore nodes, CatalogueHolder catalogue, IBlobStore blobs, PictureGate gate, TimeProvider time)
    {
        (_nodes, _catalogue, _blobs, _gate, _time) = (nodes, catalogue, blobs, gate, time);
        _kept = new KeptAnswer<ReadyView>(Fresh, ProbeAsync, time);
    }

    public Task<ReadyView> AskAsync(CancellationToken cancellationToken) => _kept.AskAsync(cancellationToken);

    public void Dispose() => _kept.Dispose();

    private async Task<ReadyView> ProbeAsync()
    {
        var version = _catalogue.Current.Version;
        var differ = await DifferAsync(version);
        var storageWorks = await _blobs.ProbeAsync(CancellationToken.None);
        // A catalogue that is stale or not the same everywhere is a warning: this node works with the one it has.
        return new ReadyView(
            differ is not null && storageWorks ? ReadyView.Ready : "not_ready",
            differ is not null ? ReadyView.Works : "down",
            storageWorks ? ReadyView.Works : "down",
            _catalogue.Problem is not null ? "stale"
                : differ is true ? "differs"
                : ReadyView.Works,
            version,
            differ is null ? null : await MissingAsync()
        );
    }

    // Null when the database went away in the middle.
    private async Task<IReadOnlyList<string>?> MissingAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            var missing = await _gate.MissingAsync(patience.Token);
            return missing.Count == 0 ? null : [.. missing.Select(check => SnakeCase.Of(check))];
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return null;
        }
    }

    // Null when the database does not answer.
    private async Task<bool?> DifferAsync(string version)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            return await _nodes.DifferAsync(version, patience.Token);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException)
        {
            return null;
        }
    }
}
