using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Worker.Halts;
using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests.Runs;

/// <summary>
/// Kills a worker again and again under load, each time at the place that was killed at least so far, and some times more where
/// chance did not bring as many kills to every place as are wanted.
/// </summary>
internal sealed class KillRun(CrashBench bench, int kills, int leastEach)
{
    // Each kill hits all calls that are under way; most generations must get a chance.
    private const int AtOnce = 2;
    private const int Tasks = 4;

    // Of so many kills one is left to the other node, and one is followed by another at once.
    private const int TakeOverEvery = 7;
    private const int TwiceEvery = 5;

    private const int MostMore = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<Strike> _strikes = [];
    private readonly HashSet<Cell> _stalled = [];
    private readonly HitFinder _hits = new(bench);
    private WorkerProcess _worker = null!;

    public IReadOnlyList<Strike> Strikes => _strikes;

    public Load Load { get; } = new(bench, AtOnce, Tasks);

    private bool IsDone =>
        _strikes.Count >= kills + MostMore
        || (_strikes.Count >= kills && bench.Wires.Cells.All(cell => CountOf(cell) >= leastEach));

    /// <summary>Kills as often as planned; then one worker lives on and no more is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _worker = await bench.Workers.StartAsync("a");
        Load.Start();
        while (!IsDone)
        {
            await Calm.WaitAsync(bench, cancellationToken);
            if (!bench.Wires.Tasks.ForgetsEnded && _strikes is [.., { Kind: not StrikeKind.TakenOver } last])
            {
                await Calm.TakenUpAsync(bench, last.Held, cancellationToken);
            }

            var cell = Next();
            await _worker.HaltAsync(cell.Point, cell.Wire.Id, HaltAction.Kill);
            if (await _worker.ReachedAsync(Patience, cancellationToken) is not { } generation)
            {
                await Load.CheckAsync();
                _stalled.Add(cell);
                continue;
            }

            _stalled.Clear();
            var kind = KindOf(_strikes.Count);
            await FallAsync(cell, kind, generation);
            _worker = await bench.Workers.StartAsync(kind == StrikeKind.TakenOver ? Other(_worker.Node) : _worker.Node);
            if (kind != StrikeKind.TakenOver && !IsDone && !await Calm.IsNeededAsync(bench))
            {
                await StrikeAgainAsync(cell, cancellationToken);
            }
        }

        await Load.StopAsync();
    }

    private static string Other(string node) => node == "a" ? "b" : "a";

    private static StrikeKind KindOf(int number) =>
        number % TakeOverEvery == TakeOverEvery - 1 ? StrikeKind.TakenOver : StrikeKind.Restarted;

    private int CountOf(Cell cell) => _strikes.Count(strike => strike.Cell == cell);

    private Cell Next() =>
        bench
            .Wires.Cells.Where(cell => !cell.NeedsMishap && !_stalled.Contains(cell))
            // What only chance can bring is made likely.
            .MinBy(cell => (_strikes.Count >= kills && !cell.LeavesFollowUp, CountOf(cell)))!;

    // The process that looks after the last one's calls dies over them.
    private async Task StrikeAgainAsync(Cell cell, CancellationToken cancellationToken)
    {
        var follow = bench.Wires.Cells.Single(other => other.NeedsMishap);
        var wanted = cell.LeavesFollowUp && CountOf(follow) <= CountOf(cell);
        if (!wanted && _strikes.Count % TwiceEvery != 0)
        {
            return;
        }

        var next = wanted ? follow : new Cell(Waypoint.Following, bench.Wires.Tasks);
        await _worker.HaltAsync(next.Point, next.Wire.Id, HaltAction.Kill);
        // A new process needs some seconds for its first look where others take the cores.
        var patience = CountOf(next) < leastEach ? Patience : TimeSpan.FromSeconds(2);
        if (await _worker.ReachedAsync(patience, cancellationToken) is { } generation)
        {
            await FallAsync(next, StrikeKind.KilledAgain, generation);
            _worker = await bench.Workers.StartAsync(_worker.Node);
        }
    }

    private async Task FallAsync(Cell cell, StrikeKind kind, Guid generation)
    {
        await _worker.Ended;
        _strikes.Add(await _hits.FindAsync(cell, kind, generation, _worker.NodeId));
    }
}
