using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>Makes the files we send to providers.</summary>
public static class PictureEncoder
{
    private const int PngCompression = 4;

    /// <summary>
    /// A PNG file with these pixels and nothing else. libvips must run: see <see cref="VipsRuntime.Start"/>.
    /// </summary>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    public static byte[] Png(PixelBuffer picture) =>
        VipsThread.Use(() =>
        {
            using var pixels = VipsPicture.FromPixels(picture);
            return pixels.SavePng(PngCompression);
        });
}
