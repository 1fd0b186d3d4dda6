using System.Text.Json.Nodes;
using Atelier.Core.Pricing;
using Atelier.Data.Budgets;
using Atelier.Data.Connections;
using Atelier.Data.Notices;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>Thresholds of budgets: found, written down and told in one transaction, once each in a month over all nodes.</summary>
public sealed class BudgetAlertStore(NpgsqlDataSource database)
{
    /// <summary>The type of the notices.</summary>
    public const string Notice = "budget.threshold";

    // In one order, so that of two nodes one waits for the other and none for both.
    private const string RaiseSql = $"""
        WITH raised AS (
          INSERT INTO budget_alerts (budget_id, month, threshold, nanos, spent, risk)
          SELECT s.id, {BudgetSql.ThisMonth}, t.threshold, s.nanos, s.spent, s.risk
          FROM (SELECT id, nanos, risk, CASE WHEN month < {BudgetSql.ThisMonth} THEN 0 ELSE spent END AS spent
            FROM budgets WHERE nanos IS NOT NULL) s, {BudgetAlertSql.Thresholds}
          WHERE {BudgetAlertSql.IsCrossed} AND NOT EXISTS (SELECT FROM budget_alerts told WHERE told.budget_id = s.id
            AND told.month = {BudgetSql.ThisMonth} AND told.threshold = t.threshold)
          ORDER BY s.id, t.threshold
          ON CONFLICT DO NOTHING RETURNING *)
        SELECT {Columns}, ARRAY(
          SELECT a.id FROM accounts a WHERE a.owner
            OR a.id = CASE WHEN b.budget_id LIKE 'account:%' THEN substr(b.budget_id, 9)::uuid END
            OR a.id = (SELECT k.account_id FROM api_keys k
              WHERE k.id = CASE WHEN b.budget_id LIKE 'key:%' THEN substr(b.budget_id, 5)::uuid END))
        FROM raised b ORDER BY b.id
        """;

    private const string Columns =
        "b.id, b.budget_id, b.month, b.threshold::int, b.nanos, b.spent, b.risk, b.created_at";

    private const string ListSql = $"""
        SELECT {Columns} FROM budget_alerts b WHERE ($1 IS NULL OR b.id < $1) ORDER BY b.id DESC LIMIT $2
        """;

    /// <summary>Writes down what was crossed and not told yet, and leaves word for the owner and for the account concerned.</summary>
    /// <returns>What this call wrote; nothing where another node was first.</returns>
    public async Task<IReadOnlyList<BudgetAlert>> RaiseAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var raised = await RaiseAsync(connection, transaction, cancellationToken);
        if (raised.Count == 0)
        {
            return [];
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (alert, account) in raised.SelectMany(of => of.Accounts.Select(account => (of.Alert, account))))
        {
            batch.AddNotice(account, Notice, Data(alert));
        }

        batch.AddCommit();
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return raised.ConvertAll(of => of.Alert);
    }

    /// <summary>What was told, from the newest on.</summary>
    /// <param name="before">Only those older than this id; null to begin at the newest.</param>
    public async Task<IReadOnlyList<BudgetAlert>> ListAsync(long? before, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(ListSql);
        command.Parameters.Add(Parameter.BigInt(before));
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<BudgetAlert>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    private static async Task<List<(BudgetAlert Alert, Guid[] Accounts)>> RaiseAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(RaiseSql, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var raised = new List<(BudgetAlert, Guid[])>();
        while (await reader.ReadAsync(cancellationToken))
        {
            raised.Add((Row(reader), reader.GetFieldValue<Guid[]>(8)));
        }

        return raised;
    }

    private static BudgetAlert Row(NpgsqlDataReader reader) =>
        new(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetFieldValue<DateOnly>(2),
            reader.GetInt32(3),
            reader.GetInt64(4),
            reader.GetInt64(5),
            reader.GetInt64(6),
            reader.GetFieldValue<DateTimeOffset>(7)
        );

    private static string Data(BudgetAlert alert) =>
        new JsonObject
        {
            ["scope"] = alert.Scope,
            ["threshold"] = alert.ThresholdShare,
            ["percentage"] = alert.Share,
            ["limit_usd"] = NanoDollars.ToDollars(alert.Limit),
            ["spent_usd"] = NanoDollars.ToDollars(alert.Spent),
            ["risk_usd"] = NanoDollars.ToDollars(alert.Risk),
        }.ToJsonString();
}
