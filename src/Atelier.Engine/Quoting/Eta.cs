namespace Atelier.Engine.Quoting;

/// <summary>How long a request would take, by what the offer took lately.</summary>
/// <param name="Median">Seconds with the wait; half of the requests take no longer.</param>
/// <param name="High">Seconds with the wait; 95 of a hundred take no longer.</param>
/// <param name="Wait">Seconds for a place at the provider; in both.</param>
/// <param name="Samples">Generations that this is known from.</param>
public sealed record Eta(double Median, double High, double Wait, long Samples);
