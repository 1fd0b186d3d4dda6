using System.Collections.Concurrent;
using Atelier.Engine.Waypoints;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>Lets a test act at a waypoint, the first time it is reached or every time.</summary>
internal sealed class TestWaypoints : IWaypoints
{
    private readonly ConcurrentDictionary<Waypoint, Func<CancellationToken, Task>> _acts = new();

    /// <summary>Stops whoever comes there first at a gate.</summary>
    public Gate StopOnceAt(Waypoint point)
    {
        var gate = new Gate();
        var passed = 0;
        _acts[point] = cancel => Interlocked.Increment(ref passed) == 1 ? gate.PassAsync(cancel) : Task.CompletedTask;
        return gate;
    }

    /// <summary>Breaks for whoever comes there, so many times.</summary>
    public void BreakAt(Waypoint point, int times, Func<Exception> how)
    {
        var passed = 0;
        _acts[point] = _ => Interlocked.Increment(ref passed) <= times ? throw how() : Task.CompletedTask;
    }

    public ValueTask ReachAsync(Waypoint point, Guid generationId, CancellationToken cancellationToken) =>
        _acts.TryGetValue(point, out var act) ? new ValueTask(act(cancellationToken)) : ValueTask.CompletedTask;
}
