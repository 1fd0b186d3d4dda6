using System.Text.Json;
using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Where the requests of accounts may go, as an operator says it. Guests have no rules of their own.</summary>
public sealed class RoutingRulesStore(NpgsqlDataSource database)
{
    private const string FindSql = """
        SELECT only_providers, never_providers FROM accounts WHERE id = $1 AND NOT guest AND erased_at IS NULL
        """;

    private const string SetSql = """
        UPDATE accounts SET only_providers = $2, never_providers = $3, updated_at = atelier.now()
        WHERE id = $1 AND NOT guest AND erased_at IS NULL
        """;

    /// <summary>The account's rules; null when there is no such account.</summary>
    public async Task<RoutingRules?> FindAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FindSql);
        command.Parameters.Add(new() { Value = accountId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new RoutingRules(
                reader.IsDBNull(0) ? null : reader.GetFieldValue<string[]>(0),
                reader.IsDBNull(1) ? null : reader.GetFieldValue<string[]>(1)
            )
            : null;
    }

    /// <summary>Replaces the account's rules; they count from its next request on.</summary>
    /// <returns>False when there is no such account; nothing was written.</returns>
    public async Task<bool> SetAsync(
        Guid accountId,
        RoutingRules rules,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var change = new NpgsqlBatch(connection, transaction);
        change.Add(SetSql, accountId, Parameter.Texts(rules.Only?.ToArray()), Parameter.Texts(rules.Never?.ToArray()));
        if (await change.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        var details = JsonSerializer.Serialize(new { only = rules.Only, never = rules.Never });
        batch.AddAudit(actor.Did("account.routing", accountId, details: details));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
