using System.Data.Common;
using Atelier.Data.Attempts;
using Atelier.Data.Connections;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>Reads what workers need of claimed generations: one round trip for all that are asked for at once.</summary>
public sealed class WorkReads : IDisposable
{
    private const string WorkSql = """
        SELECT g.id, g.request::text, g.plan::text, p.calls::text, p.prompt, g.count::int, g.cancel_requested_at IS NOT NULL,
          g.state, g.progress::int, g.account_id, g.watermark, g.session_id,
          array_to_string(g.passed, ',')
        FROM generations g LEFT JOIN prompts p ON p.id = g.prompt_id WHERE g.id = ANY ($1)
        """;

    // The oldest first.
    private const string AttemptsSql = $"""
        SELECT {AttemptReader.Columns} FROM attempts a WHERE a.generation_id = ANY ($1) ORDER BY a.intent_at, a.id
        """;

    private readonly NpgsqlDataSource _database;
    private readonly WriteGroups<Guid, LoadedWork?> _groups;

    public WorkReads(NpgsqlDataSource database, TimeProvider time)
    {
        _database = database;
        _groups = new WriteGroups<Guid, LoadedWork?>(
            async id => (await ReadAsync([id]))[0],
            ReadAsync,
            exception => exception.MayBeOfOne(),
            time
        );
    }

    /// <summary>What was accepted, and all attempts so far; null when the generation is gone.</summary>
    public Task<LoadedWork?> LoadAsync(Guid generationId, CancellationToken cancellationToken) =>
        _groups.WriteAsync(generationId).WaitAsync(cancellationToken);

    public void Dispose() => _groups.Dispose();

    private async Task<IReadOnlyList<LoadedWork?>> ReadAsync(IReadOnlyList<Guid> ids)
    {
        var distinct = ids.Distinct().ToArray();
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        batch.AddGroupSettings();
        batch.Add(WorkSql, distinct);
        batch.Add(AttemptsSql, distinct);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var works = new Dictionary<Guid, Work>();
        while (await reader.ReadAsync())
        {
            works.Add(reader.GetGuid(0), WorkOf(reader));
        }

        await reader.NextResultAsync();
        var attempts = (await AttemptReader.ReadAllAsync(reader, CancellationToken.None)).ToLookup(attempt =>
            attempt.GenerationId
        );
        return
        [
            .. ids.Select(id => works.TryGetValue(id, out var work) ? new LoadedWork(work, [.. attempts[id]]) : null),
        ];
    }

    private static Work WorkOf(DbDataReader reader) =>
        new(
            reader.GetString(1),
            reader.GetString(2),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.GetString(4),
            reader.GetInt32(5),
            reader.GetBoolean(6),
            reader.GetString(7),
            reader.GetInt32(8),
            reader.GetGuid(9),
            reader.GetBoolean(10),
            reader.IsDBNull(11) ? null : reader.GetGuid(11),
            reader.IsDBNull(12) ? null : reader.GetString(12)
        );
}
