namespace Atelier.Server.Catalogue;

/// <summary>A YAML file of the catalogue.</summary>
/// <param name="Name">Of yours the whole path.</param>
/// <param name="Overlay">Whether it is yours.</param>
internal sealed record CatalogueFileView(string Name, bool Overlay);
