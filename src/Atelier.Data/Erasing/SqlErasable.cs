using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Erasing;

/// <summary>Something that one statement forgets; $1 is the account.</summary>
internal sealed class SqlErasable(string name, string sql) : IErasable
{
    public string Name => name;

    public async Task<long> EraseAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid accountId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(sql, accountId);
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
