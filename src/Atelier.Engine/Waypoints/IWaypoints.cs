namespace Atelier.Engine.Waypoints;

/// <summary>Is told of every waypoint. In service nobody listens; crash tests stop, freeze or kill the process there.</summary>
public interface IWaypoints
{
    ValueTask ReachAsync(Waypoint point, Guid generationId, CancellationToken cancellationToken);
}
