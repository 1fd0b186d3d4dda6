using Dapper;
using Npgsql;

namespace Atelier.Data.Quotes;

/// <summary>Quotes that callers were given. Nothing is held for them; whether one holds is decided where an order is accepted.</summary>
public sealed class QuoteStore(NpgsqlDataSource database)
{
    private const string SaveSql = """
        INSERT INTO quotes (id, account_id, fingerprint, catalogue, price, max_cost, expires_at)
        VALUES (@id, @accountId, @Fingerprint, @Catalogue, @Price, @MaxCost, atelier.now() + @life) RETURNING expires_at
        """;

    /// <returns>When it expires.</returns>
    public async Task<DateTimeOffset> SaveAsync(
        Guid id,
        Guid accountId,
        QuoteTerms terms,
        TimeSpan life,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<DateTimeOffset>(
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
