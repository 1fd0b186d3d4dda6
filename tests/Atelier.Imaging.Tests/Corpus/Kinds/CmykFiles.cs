using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>JPEG in four inks. Nearly all that exist are Adobe's: their inks are stored upside down.</summary>
internal static class CmykFiles
{
    // Printing inks are no pure colours, and each library has its own idea of them.
    private const int InkTolerance = 75;

    private const byte AdobeMarker = 0xEE;

    private static readonly PixelBuffer Inks = Quarters(
        [0, 0, 0, 0],
        [0, 255, 255, 0],
        [255, 255, 0, 0],
        [0, 0, 0, 255]
    );
    private static readonly PixelBuffer Seen = Quarters([255, 255, 255], [230, 30, 40], [40, 40, 140], [30, 30, 30]);

    internal static IEnumerable<CorpusFile> All() =>
        [
            File("adobe", () => MadeJpeg.WriteCmyk(Inks)),
            File("adobe-progressive", () => MadeJpeg.WriteCmyk(Inks, progressive: true)),
            File("adobe-ycck", Ycck),
            // Everyone reads those without its mark as Adobe's too.
            File("adobe-unmarked", () => MadeJpeg.WithoutSegments(MadeJpeg.WriteCmyk(Inks), AdobeMarker)),
            File("profile-of-rgb", () => MadeJpeg.WithProfile(MadeJpeg.WriteCmyk(Inks), MadeProfile.LinearRgb())),
            File("profile-broken", () => MadeJpeg.WithProfile(MadeJpeg.WriteCmyk(Inks), MadeProfile.Broken("cmyk"))),
            new(
                "cmyk",
                "one-pixel",
                Verdict.Accepted(1, 1),
                () => MadeJpeg.WriteCmyk(TestPixels.Plain(1, 1, 9, 8, 7, 6))
            ),
            new("cmyk", "detailed", Verdict.Accepted(97, 61), () => MadeJpeg.WriteCmyk(TestPixels.Painted(97, 61, 4))),
        ];

    private static CorpusFile File(string name, Func<byte[]> make) =>
        new("cmyk", name, Verdict.Accepted(Seen, InkTolerance), make);

    private static PixelBuffer Quarters(params byte[][] colours) =>
        TestPixels.From(64, 32, colours[0].Length, (x, y) => colours[x / 32 + 2 * (y / 16)]);

    // The three inks coded like three colours, which Adobe's marker tells by a 2 at its end.
    private static byte[] Ycck()
    {
        var coded = TestPixels.From(64, 32, 4, (x, y) => Coded(TestPixels.At(Inks, x, y)));
        var file = MadeJpeg.WriteCmyk(coded);
        file[MadeJpeg.Place(file, AdobeMarker) + 15] = 2;
        return file;
    }

    private static byte[] Coded(byte[] inks)
    {
        var (cyan, magenta, yellow) = ((double)inks[0], (double)inks[1], (double)inks[2]);
        var light = 0.299 * cyan + 0.587 * magenta + 0.114 * yellow;
        return [Stored(light), Stored(128 + 0.564 * (yellow - light)), Stored(128 + 0.713 * (cyan - light)), inks[3]];
    }

    // The writer turns every value upside down.
    private static byte Stored(double value) => (byte)(255 - Math.Clamp(Math.Round(value), 0, 255));
}
