using Atelier.Core.Images;

namespace Atelier.Imaging.Reading;

/// <summary>What a file says about its picture before any pixel is decoded.</summary>
/// <param name="Format">By the first bytes, not by any name.</param>
/// <param name="Width">Pixels, as a person sees it: EXIF rotation is applied.</param>
/// <param name="Height">Pixels, likewise.</param>
/// <param name="Pages">1, or the frames of an animation.</param>
public sealed record PictureHeader(ImageFormat Format, int Width, int Height, int Pages)
{
    /// <summary><see cref="Width"/> times <see cref="Height"/>.</summary>
    public long PixelCount => (long)Width * Height;
}
