using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>Pictures that lossy formats keep nearly as they are.</summary>
internal static class SamplePictures
{
    /// <summary>The largest difference that a good lossy file of <see cref="Quarters"/> may have.</summary>
    internal const int Lossy = 6;

    /// <summary>Four plain colours that meet where blocks of 16 pixels do.</summary>
    internal static PixelBuffer Quarters(int bands = 3) =>
        TestPixels.From(64, 32, bands, (x, y) => Quarter(x / 32 + 2 * (y / 16))[..bands]);

    internal static byte[] Quarter(int index) =>
        index switch
        {
            0 => [220, 40, 40, 255],
            1 => [40, 180, 60, 255],
            2 => [40, 60, 200, 255],
            _ => [235, 235, 225, 255],
        };
}
