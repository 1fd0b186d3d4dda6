using Atelier.Core.Images;
using Atelier.Imaging;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Vips;

namespace Atelier.Bench.Photos.Pictures;

/// <summary>
/// A picture as large as a file may be: coarse tiles that say which one it is and survive every encoding, and grain over them that
/// keeps files as large as those of cameras.
/// </summary>
internal static class TestPhoto
{
    /// <summary>Tiles to a side.</summary>
    public const int Tiles = 8;

    // 1320² pixels in a PNG that does not compress, 9 megapixels in a JPEG: both just below 5 MiB.
    private const int PngSide = 1320;
    private const int JpegWidth = 3456;
    private const int JpegHeight = 2592;

    // A fifth of that.
    private const int MediumPngSide = 590;
    private const int MediumJpegWidth = 1546;
    private const int MediumJpegHeight = 1160;
    private const int JpegQuality = 90;
    private const int JpegGrain = 32;
    private const int PngGrain = 64;
    private const int Bands = 3;

    public static bool IsPng(int seed) => seed % 2 == 0;

    /// <summary>Whether the name is to end in png or jpg.</summary>
    public static string NameOf(int seed) => $"photo-{seed}.{(IsPng(seed) ? "png" : "jpg")}";

    /// <summary>The file of 5 MB.</summary>
    public static byte[] Large(int seed) =>
        IsPng(seed)
            ? Encode(Paint(seed, PngSide, PngSide, PngGrain), png: true)
            : Encode(Paint(seed, JpegWidth, JpegHeight, JpegGrain), png: false);

    /// <summary>The file of 1 MB.</summary>
    public static byte[] Medium(int seed) =>
        IsPng(seed)
            ? Encode(Paint(seed, MediumPngSide, MediumPngSide, PngGrain), png: true)
            : Encode(Paint(seed, MediumJpegWidth, MediumJpegHeight, JpegGrain), png: false);

    /// <summary>A small one, for runs that are about something else than bytes.</summary>
    public static byte[] Small(int seed) => Encode(Paint(seed, 512, 384, 16), IsPng(seed));

    /// <summary>The colour of each tile.</summary>
    public static byte[] TilesOf(int seed)
    {
        var noise = new Noise(seed);
        return [.. Enumerable.Range(0, Tiles * Tiles * Bands).Select(_ => (byte)(40 + noise.Next(176)))];
    }

    private static PixelBuffer Paint(int seed, int width, int height, int grain)
    {
        var (tiles, noise) = (TilesOf(seed), new Noise(seed + 1_000_003));
        var pixels = new byte[width * height * Bands];
        var at = 0;
        for (var y = 0; y < height; y++)
        {
            var row = y * Tiles / height * Tiles;
            for (var x = 0; x < width; x++)
            {
                var tile = (row + (x * Tiles / width)) * Bands;
                var bits = noise.Next();
                for (var band = 0; band < Bands; band++, bits >>= 8)
                {
                    var value = tiles[tile + band] + (int)(bits & 0xFF) * grain / 256 - (grain / 2);
                    pixels[at++] = (byte)Math.Clamp(value, 0, 255);
                }
            }
        }

        return new PixelBuffer(width, height, Bands, pixels);
    }

    private static byte[] Encode(PixelBuffer pixels, bool png) =>
        VipsThread.Use(() =>
        {
            using var picture = VipsPicture.FromPixels(pixels);
            return png
                ? picture.SavePng(0)
                : PictureFile
                    .Write(picture, FileFormat.Jpeg, new FileSettings { JpegQuality = JpegQuality }, default)
                    .ToArray();
        });
}
