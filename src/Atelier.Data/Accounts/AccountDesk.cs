using Atelier.Data.Auditing;
using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Accounts;

/// <summary>Accounts as an operator makes, finds and changes them. Each change stands in the audit log.</summary>
public sealed class AccountDesk(NpgsqlDataSource database)
{
    private const string EmailIndex = "accounts_email";

    private const string Columns = """
        id, name, email, tier, owner, guest, balance, daily_limit AS DailyLimit, max_active AS MaxActive,
        created_at AS CreatedAt, updated_at AS UpdatedAt, closed_at AS ClosedAt, erased_at AS ErasedAt
        """;

    private const string InsertSql = """
        INSERT INTO accounts (id, name, email, tier, daily_limit, max_active) VALUES ($1, $2, $3, $4, $5, $6)
        """;

    // Names of fields, for the audit log: what stands in them is nobody's business there.
    private const string ChangeSql = """
        WITH old AS (SELECT * FROM accounts WHERE id = $1 AND erased_at IS NULL
            AND NOT EXISTS (SELECT FROM erasures e WHERE e.account_id = $1) FOR UPDATE),
        fields AS (
          SELECT array_remove(ARRAY[CASE WHEN name <> $2 THEN 'name' END, CASE WHEN email IS DISTINCT FROM $3 THEN 'email' END,
            CASE WHEN tier <> $4 THEN 'tier' END, CASE WHEN daily_limit IS DISTINCT FROM $5 THEN 'daily_limit' END,
            CASE WHEN max_active IS DISTINCT FROM $6 THEN 'max_active' END,
            CASE WHEN (closed_at IS NOT NULL) <> $7 THEN 'closed' END], NULL) AS names FROM old)
        UPDATE accounts a SET name = $2, email = $3, tier = $4, daily_limit = $5, max_active = $6, updated_at = atelier.now(),
          closed_at = CASE WHEN $7 THEN coalesce(a.closed_at, atelier.now()) END
        FROM fields WHERE a.id = $1 RETURNING array_to_json(fields.names)::text
        """;

    /// <summary>Makes an account with its grant of this month.</summary>
    /// <returns>Its id; null when another account has the e-mail address, and nothing was written.</returns>
    public async Task<Guid?> CreateAsync(AccountDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            InsertSql,
            id,
            draft.Name,
            Parameter.Text(draft.Email),
            draft.Tier,
            Parameter.Integer(draft.DailyLimit),
            Parameter.Integer(draft.MaxActive)
        );
        batch.AddFirstMonth(id);
        batch.AddAudit(actor.Did("account.create", id));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.ConstraintName == EmailIndex)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Makes the account what the draft says.</summary>
    public async Task<AccountChange> ChangeAsync(
        Guid id,
        AccountDraft draft,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        string? fields;
        try
        {
            fields = await ChangeAsync(connection, transaction, id, draft, cancellationToken);
        }
        catch (PostgresException exception) when (exception.ConstraintName == EmailIndex)
        {
            return AccountChange.EmailTaken;
        }

        if (fields is null)
        {
            return await FindAsync(connection, transaction, id, cancellationToken) is null
                ? AccountChange.NotFound
                : AccountChange.Erased;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.AddAudit(actor.Did("account.change", id, details: $$"""{"fields": {{fields}}}"""));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return AccountChange.Done;
    }

    /// <summary>The account; null when there is none of this id.</summary>
    public async Task<AccountRow?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await FindAsync(connection, null, id, cancellationToken);
    }

    /// <summary>Accounts, newest first.</summary>
    /// <param name="before">Only those older than this id.</param>
    public async Task<IReadOnlyList<AccountRow>> ListAsync(
        AccountFilter filter,
        Guid? before,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<AccountRow>(
            new CommandDefinition(
                $"""
                SELECT {Columns} FROM accounts
                WHERE (@before::uuid IS NULL OR id < @before) AND (@Tier::text IS NULL OR tier = @Tier)
                  AND (@Email::text IS NULL OR lower(email) = lower(@Email))
                  AND (@Text::text IS NULL OR strpos(lower(name), lower(@Text)) > 0
                    OR strpos(lower(email), lower(@Text)) > 0)
                ORDER BY id DESC LIMIT @most
                """,
                new
                {
                    filter.Tier,
                    filter.Email,
                    filter.Text,
                    before,
                    most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    private static Task<AccountRow?> FindAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        connection.QuerySingleOrDefaultAsync<AccountRow>(
            new CommandDefinition(
                $"SELECT {Columns} FROM accounts WHERE id = @id",
                new { id },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    private static async Task<string?> ChangeAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        Guid id,
        AccountDraft draft,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.Add(
            ChangeSql,
            id,
            draft.Name,
            Parameter.Text(draft.Email),
            draft.Tier,
            Parameter.Integer(draft.DailyLimit),
            Parameter.Integer(draft.MaxActive),
            draft.Closed
        );
        return (string?)await batch.ExecuteScalarAsync(cancellationToken);
    }
}
