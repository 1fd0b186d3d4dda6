using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Erasing;

/// <summary>Statements that answer ids.</summary>
internal static class IdReader
{
    public static async Task<IReadOnlyList<Guid>> ReadIdsAsync(
        this NpgsqlConnection connection,
        string sql,
        object[] values,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(sql, values);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
