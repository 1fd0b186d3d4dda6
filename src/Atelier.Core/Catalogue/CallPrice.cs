namespace Atelier.Core.Catalogue;

/// <summary>Dollars of the least call for a request.</summary>
public readonly record struct CallPrice(decimal Expected, decimal Maximum);
