using System.Collections.Concurrent;
using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Worker.Halts;

namespace Atelier.Crash.Tests.Runs;

/// <summary>
/// Freezes workers under load, each for longer than its lease, and wakes them when others have taken over. One is never frozen.
/// </summary>
internal sealed class ZombieRun(CrashBench bench, int zombies, TimeSpan frozen)
{
    private const int InFlight = 6;
    private const int MostMisses = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // The one that needs a mishap comes first, while the others are frozen in the middle of calls.
    private readonly ConcurrentQueue<(Cell Cell, int Misses)> _cells = new(
        bench.Wires.Cells.OrderByDescending(cell => cell.NeedsMishap).Select(cell => (cell, 0))
    );

    private readonly ConcurrentQueue<Strike> _strikes = new();
    private readonly HitFinder _hits = new(bench);

    public IReadOnlyList<Strike> Strikes => [.. _strikes];

    public Load Load { get; } = new(bench, InFlight, InFlight);

    /// <summary>Freezes one in every waypoint of every wire; then all live on and no more is asked for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await bench.Workers.StartAsync("living");
        Load.Start();
        await Task.WhenAll(
            Enumerable.Range(1, zombies).Select(number => HauntAsync($"zombie-{number}", cancellationToken))
        );
        await Load.StopAsync();
    }

    private async Task HauntAsync(string node, CancellationToken cancellationToken)
    {
        var worker = await bench.Workers.StartAsync(node);
        while (_cells.TryDequeue(out var next))
        {
            var (cell, misses) = next;
            await worker.HaltAsync(cell.Point, cell.Wire.Id, HaltAction.Freeze);
            if (await worker.ReachedAsync(Patience, cancellationToken) is { } generation)
            {
                await worker.FrozenAsync(cancellationToken);
                _strikes.Enqueue(await _hits.FindAsync(cell, StrikeKind.Frozen, generation, worker.NodeId));
                await Task.Delay(frozen, TimeProvider.System, cancellationToken);
                worker.Continue();
                continue;
            }

            await Load.CheckAsync();
            Assert.True(misses < MostMisses, $"No generation comes by {cell}.");
            _cells.Enqueue((cell, misses + 1));
        }
    }
}
