using Dapper;
using Npgsql;

namespace Atelier.Data.Generations;

/// <summary>Reads of generations, always on behalf of one account: somebody else's do not exist.</summary>
public sealed class GenerationStore(NpgsqlDataSource database)
{
    private const string Columns = """
        g.id, g.account_id AS AccountId, g.operation, p.prompt, p.negative_prompt AS NegativePrompt,
        g.request::text AS RequestJson, g.plan::text AS PlanJson, g.state, g.stage, g.progress::int AS Progress,
        g.count::int AS Count, g.price_each AS PriceEach, g.reserved, g.settled,
        g.cancel_requested_at IS NOT NULL AS CancelRequested, g.error_code AS ErrorCode, g.error_message AS ErrorMessage,
        array_to_string(g.error_categories, ',') AS ErrorCategories,
        g.created_at AS CreatedAt, g.started_at AS StartedAt, g.finished_at AS FinishedAt, a.event_seq AS EventSeq,
        g.session_id AS SessionId, g.presentation_id AS PresentationId, g.slide_id AS SlideId, g.element_id AS ElementId,
        array_to_string(g.passed, ',') AS Passed
        """;

    private const string Tables = """
        FROM generations g JOIN accounts a ON a.id = g.account_id LEFT JOIN prompts p ON p.id = g.prompt_id
        """;

    /// <summary>The generation; null when it is unknown or another account's.</summary>
    public async Task<GenerationRow?> FindAsync(Guid id, Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<GenerationRow>(
            new CommandDefinition(
                $"SELECT {Columns} {Tables} WHERE g.id = @id AND g.account_id = @accountId",
                new { id, accountId },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>The account's generations, newest first.</summary>
    /// <param name="before">Only those older than this id.</param>
    /// <param name="state">Only those in this state.</param>
    public async Task<IReadOnlyList<GenerationRow>> ListAsync(
        Guid accountId,
        Guid? before,
        string? state,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<GenerationRow>(
            new CommandDefinition(
                $"""
                SELECT {Columns} {Tables} WHERE g.account_id = @accountId
                AND (@before::uuid IS NULL OR g.id < @before) AND (@state::text IS NULL OR g.state = @state)
                ORDER BY g.id DESC LIMIT @most
                """,
                new
                {
                    accountId,
                    before,
                    state,
                    most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>The newest generation for an element of the account's; null where there is none.</summary>
    public async Task<GenerationRow?> FindNewestAsync(
        Guid accountId,
        ElementPlace place,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<GenerationRow>(
            new CommandDefinition(
                $"""
                SELECT {Columns} {Tables} WHERE g.account_id = @accountId AND g.presentation_id = @PresentationId
                AND g.slide_id = @SlideId AND g.element_id = @ElementId ORDER BY g.id DESC LIMIT 1
                """,
                new
                {
                    accountId,
                    place.PresentationId,
                    place.SlideId,
                    place.ElementId,
                },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>The prompt that a place of the chain, from 0, is told; null where it was erased or is not kept.</summary>
    public async Task<string?> FindToldAsync(Guid id, int link, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<string?>(
            new CommandDefinition(
                """
                SELECT p.calls->@link->>'told' FROM generations g JOIN prompts p ON p.id = g.prompt_id WHERE g.id = @id
                """,
                new { id, link },
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>The slots of these generations, in order.</summary>
    public async Task<IReadOnlyList<SlotRow>> SlotsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<SlotRow>(
            new CommandDefinition(
                """
                SELECT generation_id AS GenerationId, index::int AS Index, image_id AS ImageId, error_code AS ErrorCode
                FROM slots WHERE generation_id = ANY(@ids) ORDER BY generation_id, index
                """,
                new { ids },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>How the offers failed that were first in line, by generation: our words, of those that failed.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> FirstFailuresAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(Guid Id, string Failure)>(
            new CommandDefinition(
                """
                SELECT DISTINCT ON (generation_id) generation_id, failure FROM attempts
                WHERE generation_id = ANY(@ids) AND link = 0 AND failure IS NOT NULL
                ORDER BY generation_id, intent_at DESC, id DESC
                """,
                new { ids },
                cancellationToken: cancellationToken
            )
        );
        return rows.ToDictionary(row => row.Id, row => row.Failure);
    }

    /// <summary>The providers that these generations wait for, of those that an operator holds back.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> PausedAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(Guid Id, string Lane)>(
            new CommandDefinition(
                """
                SELECT q.generation_id, q.lane FROM queue q JOIN lanes l ON l.id = q.lane
                WHERE q.generation_id = ANY(@ids) AND q.state IN ('ready', 'held') AND q.submit AND q.waits_for IS NULL
                  AND l.mode <> 'on'
                """,
                new { ids },
                cancellationToken: cancellationToken
            )
        );
        return rows.ToDictionary(row => row.Id, row => row.Lane);
    }

    /// <summary>The place of the chain that brought the picture of each slot.</summary>
    public async Task<IReadOnlyDictionary<(Guid Id, int Slot), int>> LinksAsync(
        IReadOnlyList<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<(Guid Id, int Slot, int Link)>(
            new CommandDefinition(
                """
                SELECT DISTINCT ON (generation_id, slot) generation_id, slot::int, link::int
                FROM attempts, unnest(slots) AS slot
                WHERE generation_id = ANY(@ids) AND state = 'succeeded'
                ORDER BY generation_id, slot, intent_at
                """,
                new { ids },
                cancellationToken: cancellationToken
            )
        );
        return rows.ToDictionary(row => (row.Id, row.Slot), row => row.Link);
    }

    /// <summary>Notes that an answer with the pictures was sent whole; the same request then means another picture.</summary>
    public async Task MarkDeliveredAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "UPDATE generations SET delivered_at = atelier.now() WHERE id = @id AND delivered_at IS NULL",
                new { id },
                cancellationToken: cancellationToken
            )
        );
    }
}
