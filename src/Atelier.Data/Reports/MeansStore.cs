using Atelier.Data.Accounts;
using Atelier.Data.Budgets;
using Atelier.Data.Usage;
using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>Reads what an account could spend, without locks: by the time somebody asks in earnest it may be less.</summary>
public sealed class MeansStore(NpgsqlDataSource database)
{
    private const string FindSql = $"""
        SELECT a.balance AS Balance,
          CASE WHEN may.pictures IS NOT NULL THEN greatest(0, may.pictures - coalesce((SELECT u.pictures FROM daily_usage u
            WHERE u.account_id = a.id AND u.day = {UsageSql.ThisDay}), 0)) END AS PicturesLeft,
          (SELECT min(b.nanos - CASE WHEN b.month < {BudgetSql.ThisMonth} THEN 0 ELSE b.spent END - b.risk) FROM budgets b
            WHERE b.id IN ('month', @account, @key) AND b.nanos IS NOT NULL) AS Room
        FROM accounts a {TierSql.May} WHERE a.id = @accountId
        """;

    /// <summary>Of one account, and of one of its keys where the call came with one; null when there is no such account.</summary>
    public async Task<Means?> FindAsync(Guid accountId, Guid? keyId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Means>(
            new CommandDefinition(
                FindSql,
                new
                {
                    accountId,
                    account = BudgetScope.OfAccount(accountId).Id,
                    key = keyId is { } id ? BudgetScope.OfKey(id).Id : "",
                },
                cancellationToken: cancellationToken
            )
        );
    }
}
