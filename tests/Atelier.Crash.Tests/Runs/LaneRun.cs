using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Worker.Halts;
using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests.Runs;

/// <summary>
/// Two workers with far more to do than their lanes hold, killed in turn at the steps in which a call begins and ends: what is
/// under way then is known to nobody for a while, and still takes its place.
/// </summary>
internal sealed class LaneRun(CrashBench bench, int kills)
{
    private const int AtOnce = 10;
    private const int Tasks = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<Cell> _cells =
    [
        .. bench.Wires.Cells.Where(cell => cell.Point is >= Waypoint.Claimed and <= Waypoint.Answered),
    ];

    private readonly List<Strike> _strikes = [];
    private readonly HitFinder _hits = new(bench);

    public IReadOnlyList<Strike> Strikes => _strikes;

    public Load Load { get; } = new(bench, AtOnce, Tasks);

    /// <summary>Kills as often as planned; then both workers live on and no more is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        WorkerProcess[] workers = [await bench.Workers.StartAsync("a"), await bench.Workers.StartAsync("b")];
        Load.Start();
        for (var turn = 0; _strikes.Count < kills; turn++)
        {
            var (worker, cell) = (workers[turn % workers.Length], _cells[turn % _cells.Count]);
            await worker.HaltAsync(cell.Point, cell.Wire.Id, HaltAction.Kill);
            if (await worker.ReachedAsync(Patience, cancellationToken) is not { } generation)
            {
                // Its lane is full of calls that nobody knows any more; the next turn finds it moving again.
                await Load.CheckAsync();
                continue;
            }

            await worker.Ended;
            _strikes.Add(await _hits.FindAsync(cell, StrikeKind.Restarted, generation, worker.NodeId));
            workers[turn % workers.Length] = await bench.Workers.StartAsync(worker.Node);
        }

        await Load.StopAsync();
    }
}
