using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Policy;

/// <summary>What operators switched on and off.</summary>
public sealed class PolicySwitchStore(NpgsqlDataSource database)
{
    private const string ListSql = """
        SELECT kind, id, is_on AS IsOn, changed_at AS ChangedAt FROM policy_switches ORDER BY kind, id
        """;

    private const string SetSql = """
        INSERT INTO policy_switches (kind, id, is_on) VALUES ($1, $2, $3)
        ON CONFLICT (kind, id) DO UPDATE SET is_on = excluded.is_on, changed_at = atelier.now()
        WHERE policy_switches.is_on <> excluded.is_on
        """;

    private const string ClearSql = "DELETE FROM policy_switches WHERE kind = $1 AND id = $2";

    /// <summary>All of them, by kind and id.</summary>
    public async Task<IReadOnlyList<PolicySwitch>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<PolicySwitch>(
            new CommandDefinition(ListSql, cancellationToken: cancellationToken)
        );
        return rows.AsList();
    }

    /// <summary>Writes all changes and the entry of who made them, or nothing.</summary>
    public async Task SetAsync(
        IReadOnlyList<PolicySwitchChange> changes,
        AuditEntry audit,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        // In one order, so that two operators at once wait for each other instead of locking each other out.
        foreach (
            var change in changes
                .OrderBy(change => change.Kind, StringComparer.Ordinal)
                .ThenBy(change => change.Id, StringComparer.Ordinal)
        )
        {
            if (change.IsOn is { } isOn)
            {
                batch.Add(SetSql, change.Kind, change.Id, isOn);
            }
            else
            {
                batch.Add(ClearSql, change.Kind, change.Id);
            }
        }

        batch.AddAudit(audit);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
