using Dapper;
using Npgsql;

namespace Atelier.Data.Quotes;

/// <summary>Quotes that callers were given. Nothing is held for them; whether one holds is decided where an order is accepted.</summary>
public sealed class QuoteStore(NpgsqlDataSource database)
{
    // Counted without a lock: some more than that, of who asks many times at once, do no harm.
    private const string SaveSql = """
        INSERT INTO quotes (id, account_id, fingerprint, catalogue, price, max_cost, expires_at)
        SELECT @id, @accountId, @Fingerprint, @Catalogue, @Price, @MaxCost, atelier.now() + @life
        WHERE (SELECT count(*) FROM (SELECT FROM quotes WHERE account_id = @accountId AND expires_at > atelier.now()
          AND generation_id IS NULL LIMIT @mostOpen) open) < @mostOpen
        RETURNING expires_at
        """;

    /// <param name="mostOpen">Quotes of an account that hold and were not used, at most.</param>
    /// <returns>When it expires; null where so many are open, and nothing was written.</returns>
    public async Task<DateTimeOffset?> SaveAsync(
        Guid id,
        Guid accountId,
        QuoteTerms terms,
        TimeSpan life,
        int mostOpen,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DateTimeOffset?>(
            new CommandDefinition(
                SaveSql,
                new
                {
                    id,
                    accountId,
                    terms.Fingerprint,
                    terms.Catalogue,
                    terms.Price,
                    terms.MaxCost,
                    life,
                    mostOpen,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Nano-dollars that an account's quote allows, used up, expired or not; null when there is no such quote.</summary>
    public async Task<long?> FindMaxCostAsync(Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<long?>(
            new CommandDefinition(
                "SELECT max_cost FROM quotes WHERE id = @id AND account_id = @accountId",
                new { id, accountId },
                cancellationToken: cancellationToken
            )
        );
    }
}
