namespace Atelier.Providers;

/// <summary>A model in a provider's own list.</summary>
/// <param name="Id">As the provider writes it.</param>
/// <param name="Model">The model it is a snapshot of; its own id where it is none.</param>
/// <param name="ShutsDown">The day it ends; null when none is announced.</param>
public sealed record ListedModel(string Id, string Model, DateOnly? ShutsDown);
