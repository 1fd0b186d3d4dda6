using Atelier.Data.Accepting;
using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Quotes;

/// <summary>
/// The quotes' part of accepting. They have no lock of their own: each is one account's, and whoever accepts for that account holds
/// its row.
/// </summary>
internal static class QuoteSql
{
    private const string FindSql = """
        SELECT q.account_id, q.id, q.fingerprint, q.catalogue, q.price, q.max_cost, q.expires_at <= atelier.now(),
          q.generation_id IS NOT NULL
        FROM unnest($1::uuid[], $2::uuid[]) AS asked (account_id, id)
        JOIN quotes q ON q.id = asked.id AND q.account_id = asked.account_id
        """;

    private const string UseSql = """
        UPDATE quotes q SET generation_id = o.generation_id
        FROM unnest($1::uuid[], $2::uuid[]) AS o (id, generation_id) WHERE q.id = o.id
        """;

    /// <summary>Reads the quotes that orders name; answers nothing for those that are not the account's.</summary>
    public static void AddQuotes(this NpgsqlBatch batch, params IReadOnlyList<AcceptOrder> orders) =>
        batch.Add(
            FindSql,
            orders.Select(order => order.AccountId).ToArray(),
            orders.Select(order => order.Quote!.Id).ToArray()
        );

    public static async Task ReadQuotesAsync(
        this NpgsqlDataReader reader,
        AcceptJudge judge,
        CancellationToken cancellationToken
    )
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var terms = new QuoteTerms(
                reader.GetFieldValue<byte[]>(2),
                reader.GetString(3),
                reader.GetInt64(4),
                reader.GetInt64(5)
            );
            judge.AddQuote(
                reader.GetGuid(0),
                reader.GetGuid(1),
                new QuoteRow(terms, Expired: reader.GetBoolean(6), Used: reader.GetBoolean(7))
            );
        }
    }

    /// <summary>Uses up the quotes that orders were accepted with; nothing where there is none.</summary>
    public static void AddQuoteUses(this NpgsqlBatch batch, params IReadOnlyList<AcceptOrder> orders)
    {
        var quoted = orders.Where(order => order.Quote is not null).ToList();
        if (quoted.Count > 0)
        {
            batch.Add(
                UseSql,
                quoted.ConvertAll(order => order.Quote!.Id),
                quoted.ConvertAll(order => order.GenerationId)
            );
        }
    }
}
