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
    private readonly WriteGroups<AcceptOrder, Written> _groups;

    public AcceptGroups(AcceptStore store, NpgsqlDataSource database, TimeProvider time)
        : this(store, database, time, evenAlone: false) { }

    internal AcceptGroups(AcceptStore store, NpgsqlDataSource database, TimeProvider time, bool evenAlone)
    {
        (_store, _database) = (store, database);
        // An account that does not exist, a row that the database refuses, a deadlock: nothing was written.
        _groups = new WriteGroups<AcceptOrder, Written>(
            async order => new Written(await _store.AcceptAsync(order, CancellationToken.None), Lost: null),
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
        var (outcome, lost) = await _groups.WriteAsync(order);
        return lost is null || await _store.IsAcceptedAsync(order, CancellationToken.None)
            ? outcome
            : throw new NpgsqlException("The connection broke before the commit.", lost.InnerException);
    }

    public void Dispose() => _groups.Dispose();

    /// <summary>One transaction: an outcome for each, in their order, or an exception and nothing written.</summary>
    internal async Task<IReadOnlyList<Written>> WriteAsync(IReadOnlyList<AcceptOrder> orders)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var judge = await AcceptGroupReader.ReadAsync(connection, transaction, orders, CancellationToken.None);
        var judgements = orders.Select(order => new JudgedOrder(order, judge.Judge(order))).ToList();
        var accepted = judgements.FindAll(judged => judged.Judgement.Outcome is AcceptOutcome.Accepted);
        var lost = accepted.Count > 0 ? await CommitAsync(connection, transaction, accepted, judge.Budgets.Keys) : null;
        // Who was refused is refused, whatever became of the commit.
        return judgements.ConvertAll(judged => new Written(
            judged.Judgement.Outcome,
            judged.Judgement.Outcome is AcceptOutcome.Accepted ? lost : null
        ));
    }

    private static async Task<CommitLostException?> CommitAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<JudgedOrder> accepted,
        IReadOnlyCollection<string> budgets
    )
    {
        await using var batch = AcceptGroupBatch.Build(connection, transaction, accepted, budgets);
        try
        {
            await batch.CommitAsync();
            return null;
        }
        catch (CommitLostException exception)
        {
            return exception;
        }
    }

    /// <param name="Lost">Why nobody knows whether it was committed.</param>
    internal readonly record struct Written(AcceptOutcome Outcome, CommitLostException? Lost);
}
