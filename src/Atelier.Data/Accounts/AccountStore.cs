using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Accounts and their credits.</summary>
public sealed class AccountStore(NpgsqlDataSource database)
{
    internal const string Columns = """
        a.id, a.name, a.tier, a.owner, a.balance, a.max_active AS MaxActive, a.url_epoch AS UrlEpoch,
        array_to_string(a.only_providers, ' ') AS OnlyProviders, array_to_string(a.never_providers, ' ') AS NeverProviders
        """;

    /// <summary>Makes an account with its first grant; of a month's only the owner's, who takes part in monthly grants from then on.</summary>
    public async Task<Guid> CreateAsync(NewAccount account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var id = await InsertAsync(connection, transaction, account, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Finds the operator's own account, or makes it; of nodes that start together one makes it.</summary>
    public async Task<(Guid Id, bool Made)> EnsureOwnerAsync(NewAccount account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE", transaction: transaction);
        var known = await connection.ExecuteScalarAsync<Guid?>(
            "SELECT id FROM accounts WHERE owner",
            transaction: transaction
        );
        var id = known ?? await InsertAsync(connection, transaction, account, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (id, known is null);
    }

    /// <summary>Adds credits.</summary>
    /// <param name="amount">Thousandths of a credit, 0 or more.</param>
    public async Task GrantAsync(Guid accountId, long amount, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        AddGrant(batch, accountId, amount, reason, monthly: false);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The account; null when there is none of this id.</summary>
    public async Task<Account?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Account>(
            new CommandDefinition(
                $"SELECT {Columns} FROM accounts a WHERE a.id = @id",
                new { id },
                cancellationToken: cancellationToken
            )
        );
    }

    private static async Task<Guid> InsertAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        NewAccount account,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7();
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            $"""
            INSERT INTO accounts (id, name, tier, owner, max_active, granted_month)
            VALUES ($1, $2, $3, $4, $5, CASE WHEN $4 THEN {BudgetSql.ThisMonth} END)
            """,
            id,
            account.Name,
            account.Tier,
            account.Owner,
            Parameter.Integer(account.MaxActive)
        );
        AddGrant(batch, id, account.Grant, "first grant", account.Owner);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return id;
    }

    private static void AddGrant(NpgsqlBatch batch, Guid accountId, long amount, string reason, bool monthly)
    {
        batch.Add("UPDATE accounts SET balance = balance + $2 WHERE id = $1", accountId, amount);
        batch.Add(
            $"""
            INSERT INTO ledger (account_id, entry, amount, reason, month)
            VALUES ($1, 'grant', $2, $3, CASE WHEN $4 THEN {BudgetSql.ThisMonth} END)
            """,
            accountId,
            amount,
            reason,
            monthly
        );
    }
}
