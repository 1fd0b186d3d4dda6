namespace Atelier.Data.Generations;

/// <summary>The element of a slide that a picture is for. The names are the caller's, 1 to 128 characters each; no deck need exist.</summary>
public sealed record ElementPlace(string PresentationId, string SlideId, string ElementId);
