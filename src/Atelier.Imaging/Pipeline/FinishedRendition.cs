using Atelier.Core.Images;

namespace Atelier.Imaging.Pipeline;

/// <summary>One file, ready to store.</summary>
/// <param name="Rendition">Which of the kinds.</param>
/// <param name="FileName">The name in the store, such as <c>thumb-256.webp</c>.</param>
/// <param name="MediaType">Such as <c>image/webp</c>.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bytes">The file with its provenance.</param>
public sealed record FinishedRendition(
    Rendition Rendition,
    string FileName,
    string MediaType,
    int Width,
    int Height,
    ReadOnlyMemory<byte> Bytes
);
