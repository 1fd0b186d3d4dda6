using Dapper;
using Npgsql;

namespace Atelier.Data.Photos;

/// <summary>
/// Whose turn it is to sweep photo sessions. The time between two sweeps is a row, so that it outlives restarts and one node at a
/// time sweeps; whoever falls silent loses its turn with its lease.
/// </summary>
public sealed class PhotoSweepStore(NpgsqlDataSource database)
{
    private const string Name = "photo_sessions";

    private const string FirstSql = """
        INSERT INTO sweeps (name, next_at) VALUES (@Name, atelier.now() + @every) ON CONFLICT (name) DO NOTHING
        """;

    private const string TakeSql = """
        UPDATE sweeps SET holder = @holder, lease_until = atelier.now() + @lease
        WHERE name = @Name AND (next_at <= atelier.now() OR @early) AND (lease_until IS NULL OR lease_until <= atelier.now())
        """;

    private const string RenewSql = """
        UPDATE sweeps SET lease_until = atelier.now() + @lease WHERE name = @Name AND holder = @holder
        """;

    private const string EndSql = """
        UPDATE sweeps SET holder = NULL, lease_until = NULL, next_at = atelier.now() + @every
        WHERE name = @Name AND holder = @holder
        """;

    /// <summary>Takes the turn, if it is somebody's turn and nobody has it.</summary>
    /// <param name="holder">New for every sweep.</param>
    /// <param name="every">From the end of one sweep to the next.</param>
    /// <param name="lease">How long the turn is held without a sign of life.</param>
    /// <param name="early">Whether to sweep before the time has come.</param>
    public async Task<bool> TakeAsync(
        Guid holder,
        TimeSpan every,
        TimeSpan lease,
        bool early,
        CancellationToken cancellationToken
    )
    {
        await ExecuteAsync(FirstSql, new { Name, every }, cancellationToken);
        var parameters = new
        {
            Name,
            holder,
            lease,
            early,
        };
        return await ExecuteAsync(TakeSql, parameters, cancellationToken) > 0;
    }

    /// <summary>Gives a sign of life.</summary>
    /// <returns>False when another node has taken over.</returns>
    public async Task<bool> RenewAsync(Guid holder, TimeSpan lease, CancellationToken cancellationToken) =>
        await ExecuteAsync(
            RenewSql,
            new
            {
                Name,
                holder,
                lease,
            },
            cancellationToken
        ) > 0;

    /// <summary>Gives the turn back; the next one comes after the pause.</summary>
    public Task EndAsync(Guid holder, TimeSpan every, CancellationToken cancellationToken) =>
        ExecuteAsync(
            EndSql,
            new
            {
                Name,
                holder,
                every,
            },
            cancellationToken
        );

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
        );
    }
}
