using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>The number that goes into every signed address of an account: raised, all older ones are worthless.</summary>
public sealed class UrlEpochStore(NpgsqlDataSource database)
{
    /// <summary>Raises it, and says so in the audit log.</summary>
    /// <returns>False when there is no such account.</returns>
    public async Task<bool> RaiseAsync(Guid accountId, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add("UPDATE accounts SET url_epoch = url_epoch + 1 WHERE id = $1", accountId);
        if (await batch.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        await using var audit = new NpgsqlBatch(connection, transaction);
        audit.AddAudit(entry);
        await audit.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
