using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Worker.Halts;
using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests.Runs;

/// <summary>Takes the database away from a worker while one of its steps stands at a waypoint, under load. The worker lives on.</summary>
/// <param name="blow">What is done to the database; the step goes on when it has begun.</param>
internal sealed class BlowRun(CrashBench bench, StrikeKind kind, Func<Func<Task>, Task> blow)
{
    private const int InFlight = 4;
    private const int MostMisses = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly List<Strike> _strikes = [];
    private readonly HitFinder _hits = new(bench);

    public IReadOnlyList<Strike> Strikes => _strikes;

    public Load Load { get; } = new(bench, InFlight, InFlight);

    /// <summary>One blow in each of these; then no more is asked for.</summary>
    public async Task RunAsync(IReadOnlyList<Cell> cells, CancellationToken cancellationToken)
    {
        var worker = await bench.Workers.StartAsync("a");
        Load.Start();
        foreach (var cell in cells)
        {
            for (var misses = 0; !await TryAsync(worker, cell, cancellationToken); misses++)
            {
                Assert.True(misses < MostMisses, $"No generation comes by {cell}.");
                await Load.CheckAsync();
            }
        }

        await Load.StopAsync();
    }

    private async Task<bool> TryAsync(WorkerProcess worker, Cell cell, CancellationToken cancellationToken)
    {
        if (cell.NeedsMishap)
        {
            // A step that cannot write what it has learned leaves its call to be looked after.
            await StrikeAsync(worker, new Cell(Waypoint.Noted, cell.Wire), bench.ShutOutAsync, cancellationToken);
        }

        return await StrikeAsync(worker, cell, blow, cancellationToken);
    }

    private async Task<bool> StrikeAsync(
        WorkerProcess worker,
        Cell cell,
        Func<Func<Task>, Task> how,
        CancellationToken cancellationToken
    )
    {
        await worker.HaltAsync(cell.Point, cell.Wire.Id, HaltAction.Wait);
        if (await worker.ReachedAsync(Patience, cancellationToken) is not { } generation)
        {
            return false;
        }

        var strike = await _hits.FindAsync(cell, kind, generation, worker.NodeId);
        // No process dies, so no call is lost and none may be sent again.
        _strikes.Add(strike with { Hits = [] });
        await how(worker.GoAsync);
        return true;
    }
}
