namespace Atelier.Core.Routing;

/// <summary>A model of a list: its offers, and why it stands there.</summary>
internal sealed record RouteLine(string Model, IReadOnlyList<Place> Places, string Reason);
