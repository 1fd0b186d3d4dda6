using Atelier.Core.States;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>How attempts are read, by whoever reads them.</summary>
internal static class AttemptReader
{
    public const string Columns = """
        a.id, a.generation_id, a.lane, a.link::int, a.slots::int[], a.state, a.intent_at, a.post_timeout, a.risk, a.rerun,
        a.task_id, a.stored_at IS NOT NULL, a.cost, a.call_ended_at IS NOT NULL, a.failure, a.polls, a.watched_since,
        atelier.now(), a.watch_note, a.rerun_at IS NOT NULL, a.late_looks::int, a.stored_at, a.sent_with
        """;

    /// <summary>Whether something may still come of a row a, or came and was not looked at.</summary>
    public const string IsOpen = "(a.state IN ('intent', 'submitted', 'answered', 'unknown') OR a.late)";

    /// <summary>
    /// Whether a row a needs the words and the rows around it. A call of unknown outcome is looked for with its words until a quarter
    /// of an hour after its time; what it brings later is booked and not kept. An answer that is there is read first.
    /// </summary>
    public const string IsSought = $"""
        (a.state IN ('intent', 'submitted', 'answered') OR a.stored_at IS NOT NULL AND {IsOpen}
          OR a.state = 'unknown' AND a.intent_at + a.post_timeout + interval '15 minutes' > atelier.now())
        """;

    public static async Task<IReadOnlyList<AttemptRow>> ReadAsync(
        NpgsqlCommand command,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAllAsync(reader, cancellationToken);
    }

    /// <summary>The rows of the current result.</summary>
    public static async Task<IReadOnlyList<AttemptRow>> ReadAllAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<AttemptRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    private static AttemptRow Row(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetGuid(1),
            reader.GetString(2),
            reader.GetInt32(3),
            reader.GetFieldValue<int[]>(4),
            AttemptStates.Parse(reader.GetString(5)),
            reader.GetFieldValue<DateTimeOffset>(6),
            reader.GetTimeSpan(7),
            reader.GetInt64(8),
            reader.GetBoolean(9),
            reader.IsDBNull(10) ? null : reader.GetString(10),
            reader.GetBoolean(11),
            reader.IsDBNull(12) ? null : reader.GetInt64(12),
            reader.GetBoolean(13),
            reader.IsDBNull(14) ? null : reader.GetString(14),
            reader.GetInt32(15),
            reader.IsDBNull(16) ? null : reader.GetFieldValue<DateTimeOffset>(16),
            reader.GetFieldValue<DateTimeOffset>(17)
        )
        {
            WatchNote = reader.IsDBNull(18) ? null : reader.GetString(18),
            GivenUp = reader.GetBoolean(19),
            LateLooks = reader.GetInt32(20),
            StoredAt = reader.IsDBNull(21) ? null : reader.GetFieldValue<DateTimeOffset>(21),
            SentWith = reader.IsDBNull(22) ? null : reader.GetString(22),
        };
}
