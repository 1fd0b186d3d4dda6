using Atelier.Core.Images;

namespace Atelier.Imaging.Reading;

/// <summary>A picture from outside as a file of ours: its pixels, upright and in sRGB, and nothing else.</summary>
/// <param name="Format">That of the file it came in.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record CleanPicture(ImageFormat Format, int Width, int Height, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The same pixels for whoever looks into it: at most 1024 on the longer side.</summary>
    public required PixelBuffer Look { get; init; }
}
