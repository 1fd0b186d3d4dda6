namespace Atelier.Core.Catalogue;

/// <summary>What the least call for a request costs, in US dollars.</summary>
/// <param name="Expected">The estimate.</param>
/// <param name="Maximum">The most.</param>
public readonly record struct CallPrice(decimal Expected, decimal Maximum);
