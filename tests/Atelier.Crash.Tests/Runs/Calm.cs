using Atelier.Crash.Tests.Benches;
using Dapper;

namespace Atelier.Crash.Tests.Runs;

/// <summary>
/// Gives a new process the time to look once for every lost call that can be found. That such a call never arrived is only
/// certain when nobody was away for as long as the provider's shortest job takes, and strikes come faster than that.
/// </summary>
internal static class Calm
{
    // Younger ones are mostly under way and not lost.
    private const string Age = "1 second";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>Whether there is any.</summary>
    public static async Task<bool> IsNeededAsync(CrashBench bench) => (await LostAsync(bench, "0 seconds")).Count > 0;

    public static async Task WaitAsync(CrashBench bench, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var lost = await LostAsync(bench, Age);
        while (lost.Count > 0 && TimeProvider.System.GetElapsedTime(start) < Longest)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            lost.IntersectWith(await LostAsync(bench, Age));
        }
    }

    /// <summary>
    /// Waits until each generation that a dead process held has been let go of once by its successor. Where many processes start
    /// at the same time on few cores, the strikes would else come faster than any step ends.
    /// </summary>
    public static async Task TakenUpAsync(
        CrashBench bench,
        IReadOnlyList<Guid> held,
        CancellationToken cancellationToken
    )
    {
        var start = TimeProvider.System.GetTimestamp();
        var left = held.ToHashSet();
        while (left.Count > 0 && TimeProvider.System.GetElapsedTime(start) < Longest)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            await using var connection = await bench.Data.OpenConnectionAsync(cancellationToken);
            left.IntersectWith(
                await connection.QueryAsync<Guid>("SELECT generation_id FROM queue WHERE state = 'running'")
            );
        }
    }

    // With the number of looks: whoever was looked for is not in the next list any more.
    private static async Task<HashSet<(Guid Attempt, int Looks)>> LostAsync(CrashBench bench, string age)
    {
        if (!bench.Wires.Tasks.ForgetsEnded)
        {
            return [];
        }

        await using var connection = await bench.Data.OpenConnectionAsync();
        var rows = await connection.QueryAsync<(Guid, int)>(
            $"""
            SELECT a.id, a.polls FROM attempts a JOIN generations g ON g.id = a.generation_id
            WHERE a.lane = @lane AND a.state IN ('intent', 'unknown') AND a.task_id IS NULL AND g.finished_at IS NULL
              AND a.intent_at < atelier.now() - interval '{age}'
            """,
            new { lane = bench.Wires.Tasks.Id }
        );
        return [.. rows];
    }
}
