using Npgsql;

namespace Atelier.Data.Events;

/// <summary>Keeps it with the generation, without an event: it is nothing new to tell.</summary>
public sealed class ToldStore(NpgsqlDataSource database) : IToldProgress
{
    // It only ever rises, so that who holds the claim does not matter.
    private const string KeepSql = """
        UPDATE generations SET progress = $2 WHERE id = $1 AND state = 'generating' AND progress < $2
        """;

    public async Task KeepAsync(Guid generationId, int percent, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(KeepSql);
        command.Parameters.Add(new() { Value = generationId });
        command.Parameters.Add(new() { Value = (short)percent });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
