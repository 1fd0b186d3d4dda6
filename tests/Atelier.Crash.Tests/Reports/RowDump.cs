using Atelier.Crash.Tests.Benches;
using Dapper;
using Npgsql;

namespace Atelier.Crash.Tests.Reports;

/// <summary>Rows of a run that went wrong, for whoever wants to know why.</summary>
internal static class RowDump
{
    /// <summary>Writes attempts, costs and events, a row a line, beside the workers' logs.</summary>
    public static async Task WriteAsync(string name, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        foreach (var (table, order) in new[] { ("attempts", "intent_at"), ("costs", "id"), ("events", "created_at") })
        {
            var rows = await connection.QueryAsync<string>(
                $"SELECT row_to_json(r)::text FROM {table} r ORDER BY generation_id, {order}"
            );
            var path = Path.Combine(Repository.Folder("artifacts"), "crash", name, $"{table}.jsonl");
            await File.WriteAllLinesAsync(path, rows, cancellationToken);
        }
    }
}
