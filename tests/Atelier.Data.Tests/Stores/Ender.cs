using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Tests.Stores;

/// <summary>One of the two ways to end: one by one, or in groups, where one that comes alone is a group too.</summary>
internal sealed class Ender(NpgsqlDataSource node, bool grouped)
{
    private readonly EndStore _store = new(node);
    private readonly EndGroups? _groups = grouped
        ? new EndGroups(new EndStore(node), node, TimeProvider.System, evenAlone: true)
        : null;

    public Task<Ended?> EndAsync(Claim claim, Ending ending, CancellationToken cancellationToken) =>
        _groups?.EndAsync(claim, ending) ?? _store.EndAsync(claim, ending, cancellationToken);

    public Task<CancelOutcome> CancelAsync(Guid generationId, Guid accountId, CancellationToken cancellationToken) =>
        _store.CancelAsync(generationId, accountId, cancellationToken);
}
