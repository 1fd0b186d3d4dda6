namespace Atelier.Providers.Pictures;

/// <summary>Pixels around a picture.</summary>
internal sealed record Margins(int Left, int Right, int Top, int Bottom);
