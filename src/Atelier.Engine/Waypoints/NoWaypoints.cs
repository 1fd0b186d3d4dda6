namespace Atelier.Engine.Waypoints;

/// <summary>Nobody listens.</summary>
internal sealed class NoWaypoints : IWaypoints
{
    public ValueTask ReachAsync(Waypoint point, Guid generationId, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;
}
