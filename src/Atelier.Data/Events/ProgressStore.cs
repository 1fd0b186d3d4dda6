using Atelier.Data.Connections;
using Dapper;
using Npgsql;

namespace Atelier.Data.Events;

/// <summary>Events of accounts with what messages about them tell.</summary>
public sealed class ProgressStore(NpgsqlDataSource database)
{
    // The place of the chain that is called now; who has not begun starts at the first. Ended generations need neither.
    private const string CallSql = """
        LEFT JOIN LATERAL (SELECT link, intent_at FROM attempts WHERE generation_id = g.id AND g.finished_at IS NULL
          ORDER BY intent_at DESC, id DESC LIMIT 1) call ON true
        LEFT JOIN LATERAL (SELECT g.plan #> ARRAY['chain', coalesce(call.link, 0)::text] AS offer
          WHERE g.finished_at IS NULL) place ON true
        """;

    private const string GenerationColumns = """
        g.account_id AS AccountId, g.id AS GenerationId, g.presentation_id AS PresentationId, g.slide_id AS SlideId,
          g.element_id AS ElementId
        """;

    private const string RestColumns = """
        CASE WHEN g.finished_at IS NOT NULL THEN g.error_message END AS ErrorMessage,
          array_to_string(g.error_categories, ',') AS ErrorCategories
        """;

    private const string CallColumns = """
        g.plan ->> 'style' AS Style, place.offer ->> 'model' AS Model, place.offer ->> 'provider' AS Provider,
          place.offer ->> 'provider_model' AS ProviderModel,
          CASE WHEN g.finished_at IS NULL
            THEN coalesce(extract(epoch FROM atelier.now() - coalesce(call.intent_at, g.started_at)), 0)::float8 END AS Elapsed,
          CASE WHEN g.state = 'failed' THEN (
            SELECT jsonb_agg(jsonb_build_object('provider', a.lane, 'failure', a.failure, 'free',
              a.state = 'not_sent' OR EXISTS (SELECT FROM costs c WHERE c.attempt_id = a.id AND c.entry = 'clear')) ORDER BY a.intent_at, a.id)::text
            FROM attempts a WHERE a.generation_id = g.id AND a.failure IS NOT NULL) END AS Tried
        """;

    private const string EventColumns = $"""
        e.seq AS Seq, {GenerationColumns}, e.state AS State, e.stage AS Stage, e.progress::int AS Progress,
          e.error_code AS ErrorCode, {RestColumns}, e.note::text AS Note, {CallColumns}, e.created_at AS At
        """;

    private const string FilterSql = """
        (@GenerationId::uuid IS NULL OR g.id = @GenerationId)
          AND (@PresentationId::text IS NULL OR g.presentation_id = @PresentationId)
        """;

    // One statement, whoever and how many they are.
    private const string NewsSql = $"""
        SELECT {EventColumns}
        FROM unnest(@Accounts, @Cursors) AS watched (account_id, seq)
        CROSS JOIN LATERAL (SELECT * FROM events WHERE account_id = watched.account_id AND events.seq > watched.seq
          ORDER BY events.seq LIMIT @Most) e
        JOIN generations g ON g.id = e.generation_id
        {CallSql}
        ORDER BY e.account_id, e.seq
        """;

    private const string AfterSql = $"""
        SELECT {EventColumns}
        FROM events e JOIN generations g ON g.id = e.generation_id
        {CallSql}
        WHERE e.account_id = @AccountId AND e.seq > @After AND e.seq <= @Until AND {FilterSql}
        ORDER BY e.seq LIMIT @Most
        """;

    // Of all that has not ended, and of the one that is asked for by its name.
    private const string StandingSql = $"""
        SELECT account.event_seq AS Last, last.seq AS Seq, {GenerationColumns}, g.state AS State, g.stage AS Stage,
          g.progress::int AS Progress, g.error_code AS ErrorCode, {RestColumns}, last.note::text AS Note, {CallColumns},
          last.created_at AS At
        FROM accounts account
        LEFT JOIN LATERAL (
          SELECT generation_id FROM queue WHERE account_id = account.id
          UNION
          SELECT id FROM generations WHERE id = @GenerationId AND account_id = account.id) watched ON true
        LEFT JOIN generations g ON g.id = watched.generation_id AND {FilterSql}
        LEFT JOIN LATERAL (SELECT seq, note, created_at FROM events WHERE generation_id = g.id ORDER BY seq DESC LIMIT 1) last
          ON true
        {CallSql}
        WHERE account.id = @AccountId ORDER BY last.seq
        """;

    /// <summary>The account's last event.</summary>
    public async Task<long> LastAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT event_seq FROM accounts WHERE id = $1");
        command.Parameters.Add(new() { Value = accountId });
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <summary>Whether the account has this generation.</summary>
    public async Task<bool> HasAsync(Guid accountId, Guid generationId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT 1 FROM generations WHERE id = $1 AND account_id = $2");
        command.Parameters.Add(new() { Value = generationId });
        command.Parameters.Add(new() { Value = accountId });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Events behind the cursor of each account, in order, at most so many of each.</summary>
    public async Task<IReadOnlyList<ProgressRow>> NewsAsync(
        IReadOnlyDictionary<Guid, long> cursors,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<ProgressRow>(
            new CommandDefinition(
                NewsSql,
                new
                {
                    Accounts = cursors.Keys.ToArray(),
                    Cursors = cursors.Values.ToArray(),
                    Most = most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Events of one account behind <paramref name="after"/> and up to <paramref name="until"/>, in order.</summary>
    public async Task<IReadOnlyList<ProgressRow>> AfterAsync(
        Guid accountId,
        ProgressFilter filter,
        long after,
        long until,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<ProgressRow>(
            new CommandDefinition(
                AfterSql,
                new
                {
                    AccountId = accountId,
                    filter.GenerationId,
                    filter.PresentationId,
                    After = after,
                    Until = until,
                    Most = most,
                },
                cancellationToken: cancellationToken
            )
        );
        return rows.AsList();
    }

    /// <summary>Where the account's generations stand that have not ended, and the one that the filter names.</summary>
    public async Task<Standing> StandingAsync(
        Guid accountId,
        ProgressFilter filter,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(StandingSql, connection);
        command.Parameters.Add(Named(Parameter.Uuid(filter.GenerationId), "GenerationId"));
        command.Parameters.Add(Named(Parameter.Text(filter.PresentationId), "PresentationId"));
        command.Parameters.Add(new() { ParameterName = "AccountId", Value = accountId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var parse = reader.GetRowParser<ProgressRow>(startIndex: 1);
        var (last, rows) = (0L, new List<ProgressRow>());
        while (await reader.ReadAsync(cancellationToken))
        {
            last = reader.GetInt64(0);
            if (!await reader.IsDBNullAsync(1, cancellationToken))
            {
                rows.Add(parse(reader));
            }
        }

        return new Standing(last, rows);
    }

    private static NpgsqlParameter Named(NpgsqlParameter parameter, string name)
    {
        parameter.ParameterName = name;
        return parameter;
    }
}
