using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>Good files of every format, full of detail, to be damaged. All have the same sides.</summary>
internal static class BaseFiles
{
    internal const int Width = 96;
    internal const int Height = 64;

    private static readonly PixelBuffer Colours = TestPixels.Painted(Width, Height, 3);
    private static readonly PixelBuffer WithAlpha = TestPixels.Painted(Width, Height, 4);

    internal static IReadOnlyList<(string Name, byte[] Bytes)> All() =>
        [
            ("png", MadePng.Write(Colours)),
            ("png-alpha", MadePng.Write(WithAlpha)),
            ("png-16", new SampledPng(Width, Height, 16, MadePng.Rgb).Write()),
            ("png-interlaced", new SampledPng(Width, Height, 8, MadePng.Rgb) { Interlaced = true }.Write()),
            ("png-palette", new SampledPng(Width, Height, 8, MadePng.Palette) { Extra = [Palette(256)] }.Write()),
            ("jpeg", MadeJpeg.Write(Colours)),
            ("jpeg-grey", MadeJpeg.Write(Colours, "b-w")),
            ("jpeg-progressive", MadeJpeg.Write(Colours, progressive: true)),
            ("jpeg-cmyk", MadeJpeg.WriteCmyk(WithAlpha)),
            ("webp", Webp(Colours)),
            ("webp-alpha", Webp(WithAlpha)),
            ("webp-lossless", MadeWebp.WriteLossless(WithAlpha)),
        ];

    /// <summary>A palette of so many colours, the same as <see cref="PaletteColour"/> says.</summary>
    internal static byte[] Palette(int colours) =>
        PngFile.Bytes("PLTE", [.. Enumerable.Range(0, colours).SelectMany(PaletteColour)]);

    internal static byte[] PaletteColour(int index) =>
        [(byte)(37 * index), (byte)(91 * index + 5), (byte)(255 - index)];

    internal static byte[] Webp(PixelBuffer pixels)
    {
        using var picture = VipsPicture.FromPixels(pixels);
        return picture.SaveWebp(90, 2);
    }
}
