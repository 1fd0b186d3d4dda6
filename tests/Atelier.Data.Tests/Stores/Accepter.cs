using Atelier.Data.Accepting;
using Npgsql;

namespace Atelier.Data.Tests.Stores;

/// <summary>One of the two ways to accept: one by one, or in groups, where one that comes alone is a group too.</summary>
internal sealed class Accepter(NpgsqlDataSource node, bool grouped)
{
    private readonly AcceptStore _store = new(node);
    private readonly AcceptGroups? _groups = grouped
        ? new AcceptGroups(new AcceptStore(node), node, TimeProvider.System, evenAlone: true)
        : null;

    public Task<AcceptOutcome> AcceptAsync(AcceptOrder order, CancellationToken cancellationToken) =>
        _groups?.AcceptAsync(order, cancellationToken) ?? _store.AcceptAsync(order, cancellationToken);
}
