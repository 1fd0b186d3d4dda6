namespace Atelier.Data.Reports;

/// <summary>How full a lane is, over all nodes.</summary>
/// <param name="Capacity">Calls at once; null is no limit.</param>
/// <param name="Busy">Calls and work under way.</param>
/// <param name="Waiting">Generations that wait for a place.</param>
/// <param name="PauseSeconds">How long its provider asked to be left alone from now on.</param>
public sealed record LaneLoad(string Provider, int? Capacity, long Busy, long Waiting, double PauseSeconds);
