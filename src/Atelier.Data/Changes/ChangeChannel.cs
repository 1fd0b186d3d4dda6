using Npgsql;

namespace Atelier.Data.Changes;

/// <summary>Tells the other nodes what changed. Never inside a transaction that moves money: NOTIFY takes a global lock.</summary>
public sealed class ChangeChannel(NpgsqlDataSource database)
{
    private const string Name = "atelier_changes";

    // PostgreSQL takes payloads below 8,000 bytes.
    private const int MaxPayload = 7900;

    /// <summary>Sends words, separated by spaces, in as few notifications as fit.</summary>
    public async Task SendAsync(IEnumerable<string> words, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        var payload = new List<string>();
        var length = 0;
        foreach (var word in words)
        {
            if (length + word.Length + 1 > MaxPayload)
            {
                batch.BatchCommands.Add(Notify(payload));
                payload = [];
                length = 0;
            }

            payload.Add(word);
            length += word.Length + 1;
        }

        if (payload.Count > 0)
        {
            batch.BatchCommands.Add(Notify(payload));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Calls <paramref name="received"/> with the words of each notification until cancelled or cut off.</summary>
    /// <param name="listening">Called once when nothing can be missed any more.</param>
    public async Task ListenAsync(
        Action listening,
        Action<IReadOnlyList<string>> received,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand($"LISTEN {Name}", connection))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // Not earlier: a connection from the pool may bring what it heard for a listener before us.
        connection.Notification += (_, notification) => received(notification.Payload.Split(' '));
        listening();
        try
        {
            while (true)
            {
                await connection.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            await StopListeningAsync(connection);
        }
    }

    // The session goes back to the pool as it is.
    private static async Task StopListeningAsync(NpgsqlConnection connection)
    {
        if (connection.State == System.Data.ConnectionState.Open)
        {
            await using var command = new NpgsqlCommand("UNLISTEN *", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static NpgsqlBatchCommand Notify(List<string> words) =>
        new("SELECT pg_notify($1, $2)")
        {
            Parameters =
            {
                new() { Value = Name },
                new() { Value = string.Join(' ', words) },
            },
        };
}
