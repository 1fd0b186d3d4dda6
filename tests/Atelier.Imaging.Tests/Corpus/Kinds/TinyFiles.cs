using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Pictures smaller than any block a codec works with.</summary>
internal static class TinyFiles
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (2, 1), (1, 2), (3, 3)];

    internal static IEnumerable<CorpusFile> All() => Sizes.SelectMany(size => OfSize(size.Width, size.Height));

    private static IEnumerable<CorpusFile> OfSize(int width, int height)
    {
        var colour = TestPixels.Plain(width, height, 200, 90, 30);
        var clear = TestPixels.Plain(width, height, 200, 90, 30, 128);
        var grey = TestPixels.Plain(width, height, 77, 77, 77);
        yield return File("png", colour, 0, () => MadePng.Write(colour));
        yield return File("png-alpha", clear, 0, () => MadePng.Write(clear));
        yield return File("jpeg", colour, SamplePictures.Lossy, () => MadeJpeg.Write(colour));
        yield return File(
            "jpeg-progressive",
            colour,
            SamplePictures.Lossy,
            () => MadeJpeg.Write(colour, progressive: true)
        );
        yield return File("jpeg-grey", grey, SamplePictures.Lossy, () => MadeJpeg.Write(grey, "b-w"));
        yield return File("webp", colour, 2 * SamplePictures.Lossy, () => BaseFiles.Webp(colour));
        yield return File("webp-alpha", clear, 2 * SamplePictures.Lossy, () => BaseFiles.Webp(clear));
        yield return File("webp-lossless", clear, 0, () => MadeWebp.WriteLossless(clear));
    }

    private static CorpusFile File(string name, PixelBuffer pixels, int tolerance, Func<byte[]> make) =>
        new("tiny", $"{name}-{pixels.Width}x{pixels.Height}", Verdict.Accepted(pixels, tolerance), make);
}
