using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Lines of pixels: as long as allowed, and one pixel longer.</summary>
internal static class RatioFiles
{
    private const int Longest = 16_383;

    internal static IEnumerable<CorpusFile> All()
    {
        foreach (var (width, height) in (IEnumerable<(int, int)>)[(Longest, 1), (1, Longest), (Longest, 2), (4096, 3)])
        {
            var pixels = TestPixels.Plain(width, height, 200, 90, 30);
            var (exact, lossy) = (Verdict.Accepted(pixels), Verdict.Accepted(pixels, SamplePictures.Lossy));
            yield return File("png", width, height, exact, () => MadePng.Write(pixels));
            yield return File("webp", width, height, exact, () => MadeWebp.WriteLossless(pixels));
            yield return File("jpeg", width, height, lossy, () => MadeJpeg.Write(pixels));
            yield return File(
                "jpeg-progressive",
                width,
                height,
                lossy,
                () => MadeJpeg.Write(pixels, progressive: true)
            );
        }

        foreach (var (width, height) in (IEnumerable<(int, int)>)[(Longest + 1, 1), (1, Longest + 1), (65_535, 1)])
        {
            var pixels = TestPixels.Plain(width, height, 200, 90, 30);
            var refused = Verdict.Refused(UnreadablePictureReason.TooLarge);
            yield return File("png", width, height, refused, () => MadePng.Write(pixels));
            yield return File("jpeg", width, height, refused, () => Jpeg(width, height));
        }
    }

    private static CorpusFile File(string format, int width, int height, Verdict verdict, Func<byte[]> make) =>
        new("extreme-ratio", $"{format}-{width}x{height}", verdict, make);

    // Encoders stop at 65,500 pixels, so the header says it alone.
    private static byte[] Jpeg(int width, int height) =>
        MadeJpeg.WithSides(MadeJpeg.Write(TestPixels.Plain(16, 16, 1, 2, 3)), width, height);
}
