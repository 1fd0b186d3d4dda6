using Npgsql;

namespace Atelier.Data.Connections;

/// <summary>Shorter ways to fill a batch with positional parameters.</summary>
internal static class BatchExtensions
{
    /// <summary>Adds a statement; a value may be a parameter of <see cref="Parameter"/> where its type must be said.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>
    /// Commits in the same round trip as the last writes: the rows they lock are free that much sooner. The transaction
    /// object sees it and has nothing left to do.
    /// </summary>
    public static void AddCommit(this NpgsqlBatch batch) => batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
}
