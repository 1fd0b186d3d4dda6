using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>Makes the files we send to providers.</summary>
public static class PictureEncoder
{
    private const int PngCompression = 4;
    private const int WebpEffort = 1;

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

    /// <summary>
    /// A lossy WebP file with these pixels and nothing else, many times smaller. libvips must run: see <see cref="VipsRuntime.Start"/>.
    /// </summary>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    public static byte[] Webp(PixelBuffer picture, int quality) =>
        VipsThread.Use(() =>
        {
            using var pixels = VipsPicture.FromPixels(picture);
            return pixels.SaveWebp(quality, WebpEffort);
        });
}
