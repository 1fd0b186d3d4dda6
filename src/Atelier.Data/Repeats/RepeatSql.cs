using Atelier.Data.Accepting;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Repeats;

/// <summary>Notes requests whose pictures can be given again, as they are accepted.</summary>
internal static class RepeatSql
{
    // Of equal ones of one transaction the last counts: a row can be written once only.
    private const string NoteSql = """
        INSERT INTO repeats (account_id, fingerprint, generation_id)
        SELECT DISTINCT ON (account_id, fingerprint) account_id, fingerprint, generation_id
        FROM unnest($1::uuid[], $2::bytea[], $3::uuid[]) AS o (account_id, fingerprint, generation_id)
        ORDER BY account_id, fingerprint, generation_id DESC
        ON CONFLICT (account_id, fingerprint)
        DO UPDATE SET generation_id = excluded.generation_id, created_at = atelier.now()
        """;

    public static void AddRepeats(this NpgsqlBatch batch, params IReadOnlyList<AcceptOrder> orders)
    {
        var noted = orders.Where(order => order.Repeat is not null).ToList();
        if (noted.Count > 0)
        {
            batch.Add(
                NoteSql,
                noted.ConvertAll(order => order.AccountId),
                Parameter.BytesOf(noted.ConvertAll(order => order.Repeat)),
                noted.ConvertAll(order => order.GenerationId)
            );
        }
    }
}
