using Atelier.Crash.Tests.Benches;
using Dapper;

namespace Atelier.Crash.Tests.Runs;

/// <summary>Looks what a process was in the middle of when it was struck.</summary>
internal sealed class HitFinder(CrashBench bench)
{
    /// <summary>The strike, with the database's time.</summary>
    /// <param name="node">Whose process it was.</param>
    public async Task<Strike> FindAsync(Cell cell, StrikeKind kind, Guid generation, Guid node)
    {
        await using var connection = await bench.Data.OpenConnectionAsync();
        var now = await connection.ExecuteScalarAsync<DateTimeOffset>("SELECT atelier.now()");
        var held = await connection.QueryAsync<Guid>(
            "SELECT generation_id FROM queue WHERE node_id = @node AND state = 'running'",
            new { node }
        );
        var intents = await connection.QueryAsync<Guid>(
            """
            SELECT id FROM attempts WHERE node_id = @node AND state IN ('intent', 'unknown')
            AND task_id IS NULL AND stored_at IS NULL AND call_ended_at IS NULL
            """,
            new { node }
        );
        var strike = new Strike(cell, kind, generation, now, [.. held], [.. intents.Where(WasOnItsWay)]);
        await bench.NoteAsync(
            $"{now:HH:mm:ss.fff} {cell} {kind}: {generation} at node {node}, hits {string.Join(' ', strike.Hits)}"
        );
        return strike;
    }

    // Its sending had begun, and its answer is not there.
    private bool WasOnItsWay(Guid attempt)
    {
        var spool = Path.Combine(bench.Settings.BlobFolder, "spool", attempt.ToString());
        return File.Exists(Path.Combine(spool, "sending"))
            && !File.Exists(Path.Combine(spool, "answer"))
            && !File.Exists(Path.Combine(spool, "task"));
    }
}
