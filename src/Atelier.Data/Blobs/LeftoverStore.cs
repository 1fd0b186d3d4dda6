using Npgsql;

namespace Atelier.Data.Blobs;

/// <summary>Folders of files that nothing refers to and that could not be deleted, until they are.</summary>
public sealed class LeftoverStore(NpgsqlDataSource database)
{
    private const string NoteSql = "INSERT INTO leftovers (folder) VALUES ($1) ON CONFLICT (folder) DO NOTHING";

    // Tried from now on, so that a round meets each once and those that stay do not keep the others from their turn.
    private const string TakeSql = """
        UPDATE leftovers SET tried_at = atelier.now() WHERE folder IN (
          SELECT folder FROM leftovers WHERE tried_at < atelier.now() - $1 ORDER BY tried_at LIMIT $2
          FOR UPDATE SKIP LOCKED)
        RETURNING folder
        """;

    private const string GoneSql = "DELETE FROM leftovers WHERE folder = $1";

    /// <summary>Notes one.</summary>
    public async Task NoteAsync(string folder, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(NoteSql);
        command.Parameters.Add(new() { Value = folder });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Those that nobody has tried for so long.</summary>
    public async Task<IReadOnlyList<string>> TakeAsync(TimeSpan untried, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TakeSql);
        command.Parameters.Add(new() { Value = untried });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var folders = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            folders.Add(reader.GetString(0));
        }

        return folders;
    }

    /// <summary>Forgets one: it is gone, or somebody refers to it.</summary>
    public async Task ForgetAsync(string folder, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(GoneSql);
        command.Parameters.Add(new() { Value = folder });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
