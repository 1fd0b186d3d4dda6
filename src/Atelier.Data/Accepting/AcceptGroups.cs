using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Accepting;

/// <summary>
/// Accepts orders of many callers in one transaction where they come at once, each judged as <see cref="AcceptStore"/> does, in
/// the order in which they came. One that comes alone is written alone and at once.
/// </summary>
public sealed class AcceptGroups : IDisposable
{
    private readonly AcceptStore _store;
    private readonly NpgsqlDataSource _database;
    private readonly WriteGroups<AcceptOrder, AcceptOutcome> _groups;

    public AcceptGroups(AcceptStore store, NpgsqlDataSource database, TimeProvider time)
        : this(store, database, time, evenAlone: false) { }

    internal AcceptGroups(AcceptStore store, NpgsqlDataSource database, TimeProvider time, bool evenAlone)
    {
        (_store, _database) = (store, database);
        // An account that does not exist, a row that the database refuses, a deadlock: nothing was written.
        _groups = new WriteGroups<AcceptOrder, AcceptOutcome>(
            order => _store.AcceptAsync(order, CancellationToken.None),
            WriteAsync,
            exception => exception.MayBeOfOne(),
            time,
            evenAlone
        );
    }

    /// <summary>As <see cref="AcceptStore.AcceptAsync"/>; a wish to cancel that comes once the order is on its way is too late.</summary>
    /// <exception cref="OutcomeUnknownException">The connection broke during the commit, and whether it took place cannot be asked.</exception>
    public async Task<AcceptOutcome> AcceptAsync(AcceptOrder order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await _groups.WriteAsync(order);
        }
        catch (CommitLostException exception)
        {
            return await _store.IsAcceptedAsync(order, CancellationToken.None)
                ? new AcceptOutcome.Accepted()
                : throw new NpgsqlException("The connection broke before the commit.", exception.InnerException);
        }
    }

    public void Dispose() => _groups.Dispose();

    /// <summary>One transaction: an outcome for each, in their order, or an exception and nothing written.</summary>
    internal async Task<IReadOnlyList<AcceptOutcome>> WriteAsync(IReadOnlyList<AcceptOrder> orders)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var judge = await AcceptGroupReader.ReadAsync(connection, transaction, orders, CancellationToken.None);
        var budget = judge.Budget;
        var judgements = orders.Select(order => new JudgedOrder(order, judge.Judge(order))).ToList();
        var accepted = judgements.FindAll(judged => judged.Judgement.Outcome is AcceptOutcome.Accepted);
        if (accepted.Count > 0)
        {
            await using var batch = AcceptGroupBatch.Build(connection, transaction, accepted, budget);
            await batch.CommitAsync();
        }

        return judgements.ConvertAll(judged => judged.Judgement.Outcome);
    }
}
