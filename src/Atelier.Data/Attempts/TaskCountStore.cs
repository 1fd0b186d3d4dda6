using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>Counts what is under way at providers.</summary>
public sealed class TaskCountStore(NpgsqlDataSource database)
{
    // The condition of the index, whole: then no row of what ended is read.
    private const string CountSql = """
        SELECT lane, count(*)::int FROM attempts WHERE state IN ('intent', 'submitted', 'unknown') GROUP BY lane
        """;

    /// <summary>Calls under way at each provider that has any, over all nodes.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(CountSql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<string, int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(reader.GetString(0), reader.GetInt32(1));
        }

        return counts;
    }
}
