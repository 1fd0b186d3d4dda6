namespace Atelier.Core.Catalogue;

/// <summary>US dollars for the least call of a request at an offer.</summary>
/// <param name="Expected">What it is expected to cost.</param>
/// <param name="Maximum">What it can cost at most.</param>
public readonly record struct CallPrice(decimal Expected, decimal Maximum);
