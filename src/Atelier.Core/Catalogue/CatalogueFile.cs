namespace Atelier.Core.Catalogue;

/// <summary>One YAML file of the catalogue, already read.</summary>
/// <param name="Name">The name shown in errors, such as <c>models.yaml</c>; of the operator's files the whole path.</param>
/// <param name="Text">The whole content.</param>
/// <param name="IsOverlay">Whether the operator lays it over the files that came along.</param>
public sealed record CatalogueFile(string Name, string Text, bool IsOverlay = false);
