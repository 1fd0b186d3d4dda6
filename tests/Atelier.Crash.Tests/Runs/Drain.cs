using Atelier.Crash.Tests.Benches;
using Atelier.TestKit.Time;
using Dapper;

namespace Atelier.Crash.Tests.Runs;

/// <summary>Waits until everything that was accepted has ended.</summary>
internal static class Drain
{
    private const string OpenSql = "SELECT count(*)::int FROM generations WHERE finished_at IS NULL";

    // Attempts that outlived their generation, and are due for a look.
    private const string DueSql = """
        SELECT count(*)::int FROM attempts a JOIN generations g ON g.id = a.generation_id
        WHERE a.state IN ('intent', 'submitted', 'answered', 'unknown') AND g.finished_at IS NOT NULL
          AND a.look_at <= atelier.now()
        """;

    private static readonly TimeSpan MostSettling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long it took; what has not ended after the promised time is left, and the checker finds it.</summary>
    /// <param name="queueing">Beside the promised time: how long sound work waits for its turn.</param>
    public static Task<TimeSpan> WaitAsync(CrashBench bench, TimeSpan queueing, CancellationToken cancellationToken) =>
        WaitAsync(bench, OpenSql, Promised(bench) + queueing, cancellationToken);

    /// <summary>The longest that the lane of tasks can take for all that is open, each generation of two calls, one after the other.</summary>
    public static async Task<TimeSpan> QueueingAsync(CrashBench bench, CancellationToken cancellationToken)
    {
        await using var connection = await bench.Data.OpenConnectionAsync(cancellationToken);
        var calls = 2 * await connection.ExecuteScalarAsync<int>(OpenSql);
        return Math.Ceiling((double)calls / bench.LaneCapacity) * bench.Wires.Tasks.Work;
    }

    /// <summary>Three leases and the time of a call, and as long as a lost call is waited for.</summary>
    public static TimeSpan Promised(CrashBench bench) =>
        (3 * bench.Settings.Lease) + bench.Settings.PostTimeout + bench.Settings.Grace;

    /// <summary>
    /// Lets hours pass for the calls that outlived their generation: whoever looks after them doubles its pauses. Not while
    /// anything is under way: its calls would be overdue by our own clock, and the checker is to find what has not ended.
    /// </summary>
    public static async Task SettleAsync(CrashBench bench, CancellationToken cancellationToken)
    {
        await using (var connection = await bench.Data.OpenConnectionAsync(cancellationToken))
        {
            if (await connection.ExecuteScalarAsync<int>(OpenSql) > 0)
            {
                return;
            }
        }

        for (var round = 0; round < 2; round++)
        {
            await using (var connection = await bench.Data.OpenConnectionAsync(cancellationToken))
            {
                await connection.ExecuteAsync(HouseClock.MoveSql(TimeSpan.FromMinutes(65)));
            }

            await WaitAsync(bench, DueSql, MostSettling, cancellationToken);
            // What was taken up last is still to be written.
            await Task.Delay(bench.Settings.LateEvery, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<TimeSpan> WaitAsync(
        CrashBench bench,
        string leftSql,
        TimeSpan most,
        CancellationToken cancellationToken
    )
    {
        var start = TimeProvider.System.GetTimestamp();
        await using var connection = await bench.Data.OpenConnectionAsync(cancellationToken);
        while (
            TimeProvider.System.GetElapsedTime(start) < most && await connection.ExecuteScalarAsync<int>(leftSql) > 0
        )
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}
