using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Auditing;

/// <summary>Writes entries in the transaction of what they tell of, so that neither stands without the other.</summary>
internal static class AuditSql
{
    private const string InsertSql = """
        INSERT INTO audit (actor_id, key_id, action, account_id, subject, details)
        VALUES ($1, $2, $3, $4, $5, coalesce($6, '{}'))
        """;

    public static void AddAudit(this NpgsqlBatch batch, AuditEntry entry) =>
        batch.Add(
            InsertSql,
            Parameter.Uuid(entry.ActorId),
            Parameter.Uuid(entry.KeyId),
            entry.Action,
            Parameter.Uuid(entry.AccountId),
            Parameter.Text(entry.Subject),
            Parameter.Json(entry.Details)
        );
}
