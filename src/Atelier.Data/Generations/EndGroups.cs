using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>
/// Ends generations of many workers in one transaction where they come at once, each as <see cref="EndStore"/> does. One that
/// comes alone is written alone and at once.
/// </summary>
public sealed class EndGroups : IDisposable
{
    // In ascending order, as every statement that locks several rows of the queue and waits for them.
    private const string FenceSql = $"""
        SELECT mine.place::int, {EndMoney.Columns}
        FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS mine (id, epoch, place)
        JOIN queue q ON q.generation_id = mine.id AND q.epoch = mine.epoch AND q.state = 'running'
        JOIN generations g ON g.id = q.generation_id
        ORDER BY q.generation_id, mine.place FOR UPDATE OF q
        """;

    private readonly NpgsqlDataSource _database;
    private readonly WriteGroups<(Claim Claim, Ending Ending), Ended?> _groups;

    public EndGroups(EndStore store, NpgsqlDataSource database, TimeProvider time)
        : this(store, database, time, evenAlone: false) { }

    internal EndGroups(EndStore store, NpgsqlDataSource database, TimeProvider time, bool evenAlone)
    {
        _database = database;
        // A row that the database refuses, a deadlock: nothing was written.
        _groups = new WriteGroups<(Claim, Ending), Ended?>(
            item => store.EndAsync(item.Item1, item.Item2, CancellationToken.None),
            WriteAsync,
            exception => exception.MayBeOfOne(),
            time,
            evenAlone
        );
    }

    /// <summary>As <see cref="EndStore.EndAsync"/>.</summary>
    /// <returns>Null when the claim was lost: then nothing was written.</returns>
    public Task<Ended?> EndAsync(Claim claim, Ending ending) => _groups.WriteAsync((claim, ending));

    public void Dispose() => _groups.Dispose();

    /// <summary>One transaction: an outcome for each, in their order, or an exception and nothing written.</summary>
    internal async Task<IReadOnlyList<Ended?>> WriteAsync(IReadOnlyList<(Claim Claim, Ending Ending)> items)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var fenced = await FenceAsync(connection, transaction, items);
        if (fenced.Count == 0)
        {
            return new Ended?[items.Count];
        }

        await using var batch = EndGroupBatch.Build(connection, transaction, fenced);
        batch.AddCommit();
        var ended = await ReadAsync(batch, fenced);
        return [.. items.Select(item => ended.Remove(item, out var found) ? found : null)];
    }

    /// <summary>Locks the accounts and the claims, and reads what the generations hold whose claims are not lost.</summary>
    private static async Task<List<FencedEnding>> FenceAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        IReadOnlyList<(Claim Claim, Ending Ending)> items
    )
    {
        var paid = items.Where(item => item.Ending.Paid).Select(item => item.Claim.GenerationId).ToArray();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddGroupSettings();
        if (paid.Length > 0)
        {
            batch.AddBudgetLocksOf(paid);
        }

        batch.AddAccountLocks(items.Select(item => item.Claim.AccountId));
        batch.Add(
            FenceSql,
            items.Select(item => item.Claim.GenerationId).ToArray(),
            items.Select(item => item.Claim.Epoch).ToArray()
        );
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        // Who did not look must assume that there is one.
        var budgeted = paid.Length == 0 || (await reader.ReadBudgetsAsync(CancellationToken.None)).Count > 0;
        await reader.NextResultAsync();
        var fenced = new SortedDictionary<int, FencedEnding>();
        var seen = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            var place = reader.GetInt32(0) - 1;
            var (claim, ending) = items[place];
            // Of two that end the same claim the first wins.
            if (seen.Add(claim.GenerationId))
            {
                fenced.Add(place, new FencedEnding(claim, ending, EndMoney.Read(reader, budgeted, from: 1)));
            }
        }

        return [.. fenced.Values];
    }

    // Only promotions answer results.
    private static async Task<Dictionary<(Claim, Ending), Ended>> ReadAsync(
        NpgsqlBatch batch,
        List<FencedEnding> fenced
    )
    {
        var ended = fenced.ToDictionary(of => (of.Claim, of.Ending), _ => new Ended(null));
        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var of in fenced.Where(of => of.Money.Held))
        {
            if (await reader.ReadAsync())
            {
                ended[(of.Claim, of.Ending)] = new Ended(reader.GetString(0));
            }

            await reader.NextResultAsync();
        }

        // What went wrong behind the last result is told only to who asks for the next.
        while (await reader.NextResultAsync()) { }

        return ended;
    }
}
