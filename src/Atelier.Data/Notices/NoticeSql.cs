using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Notices;

/// <summary>Leaves word for an account, in the transaction of what it tells of.</summary>
internal static class NoticeSql
{
    private const string InsertSql = "INSERT INTO notices (account_id, type, data) VALUES ($1, $2, $3)";

    /// <param name="type">Such as <c>budget.threshold</c>; webhooks carry it.</param>
    /// <param name="data">A JSON object in snake case.</param>
    public static void AddNotice(this NpgsqlBatch batch, Guid accountId, string type, string data) =>
        batch.Add(InsertSql, accountId, type, Parameter.Json(data));
}
