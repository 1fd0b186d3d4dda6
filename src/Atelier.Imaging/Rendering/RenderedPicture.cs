namespace Atelier.Imaging.Rendering;

/// <summary>A file made for one wish, ready to send.</summary>
/// <param name="MediaType">Such as <c>image/avif</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">The file with the provenance of the stored one.</param>
public sealed record RenderedPicture(string MediaType, int Width, int Height, ReadOnlyMemory<byte> Bytes);
