using Atelier.Core.Images;

namespace Atelier.Imaging.Reading.Files;

/// <summary>What the structure of a file declares, all of it within the limits.</summary>
/// <param name="Format">By the first bytes.</param>
/// <param name="Width">Pixels, as they are stored: a rotation is not applied.</param>
/// <param name="Height">Pixels, likewise.</param>
/// <param name="Frames">1, or more for an animation.</param>
/// <param name="Length">Bytes up to the end of the picture; what follows is none of ours and is not decoded.</param>
internal readonly record struct DeclaredPicture(ImageFormat Format, int Width, int Height, int Frames, int Length)
{
    /// <summary>What the decoder needs besides pixels, in the memory that a pixel takes.</summary>
    internal long Tables { get; init; }

    /// <summary>What decoding weighs in the pixel budget.</summary>
    internal long Weight => (long)Width * Height + Tables;
}
