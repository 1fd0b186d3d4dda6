namespace Atelier.Core.Catalogue;

/// <summary>One YAML file of the catalogue, already read.</summary>
/// <param name="Name">The name shown in errors, such as <c>models.yaml</c>.</param>
/// <param name="Text">The whole content.</param>
public sealed record CatalogueFile(string Name, string Text);
