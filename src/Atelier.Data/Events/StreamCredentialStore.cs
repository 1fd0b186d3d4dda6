using Atelier.Data.Connections;
using Npgsql;

namespace Atelier.Data.Events;

/// <summary>Says which open streams would not be let in again.</summary>
public sealed class StreamCredentialStore(NpgsqlDataSource database)
{
    private const string EndedSql = """
        SELECT c.place::int - 1 FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) WITH ORDINALITY
          AS c (account_id, key_id, session, place)
        WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.id = c.account_id AND a.closed_at IS NULL)
          OR c.key_id IS NOT NULL AND NOT EXISTS (SELECT FROM api_keys k WHERE k.id = c.key_id AND k.revoked_at IS NULL
            AND (k.expires_at IS NULL OR k.expires_at > atelier.now()))
          OR c.session IS NOT NULL AND NOT EXISTS (SELECT FROM sessions s WHERE s.hash = c.session
            AND s.expires_at > atelier.now())
        """;

    /// <summary>The places, from 0, of those whose account was closed or whose key or session has ended.</summary>
    public async Task<IReadOnlyList<int>> EndedAsync(
        IReadOnlyList<StreamCredential> credentials,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(EndedSql);
        command.Parameters.Add(new() { Value = credentials.Select(one => one.AccountId).ToArray() });
        command.Parameters.Add(new() { Value = credentials.Select(one => one.KeyId).ToArray() });
        command.Parameters.Add(Parameter.BytesOf([.. credentials.Select(one => one.SessionHash)]));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ended = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ended.Add(reader.GetInt32(0));
        }

        return ended;
    }
}
