using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>What honest people send.</summary>
internal static class OrdinaryFiles
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (7, 9), (8, 8), (17, 33), (300, 200)];

    private static readonly PixelBuffer Plain = TestPixels.Plain(61, 37, 200, 90, 30);

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. Sizes.SelectMany(Lossless),
            .. Sizes.SelectMany(Lossy),
            new("ordinary", "jpeg-quarters", Like(3), () => MadeJpeg.Write(SamplePictures.Quarters())),
            // Where colours meet, these two mix them.
            new("ordinary", "jpeg-subsampled", Verdict.Accepted(Plain, SamplePictures.Lossy), () => Subsampled(Plain)),
            new("ordinary", "webp-plain", Verdict.Accepted(Plain, SamplePictures.Lossy), () => BaseFiles.Webp(Plain)),
            new("grey", "jpeg", Grey(), () => MadeJpeg.Write(TestPixels.Plain(40, 24, 90, 90, 90), "b-w")),
        ];

    private static IEnumerable<CorpusFile> Lossless((int Width, int Height) size) =>
        from bands in (int[])[3, 4]
        let pixels = TestPixels.Painted(size.Width, size.Height, bands)
        let name = $"{size.Width}x{size.Height}x{bands}"
        from file in (CorpusFile[])
            [
                new("ordinary", $"png-{name}", Verdict.Accepted(pixels), () => MadePng.Write(pixels)),
                new("ordinary", $"webp-{name}", Verdict.Accepted(pixels), () => MadeWebp.WriteLossless(pixels)),
            ]
        select file;

    private static IEnumerable<CorpusFile> Lossy((int Width, int Height) size)
    {
        var (pixels, name) = (TestPixels.Painted(size.Width, size.Height, 3), $"{size.Width}x{size.Height}");
        var clear = TestPixels.Painted(size.Width, size.Height, 4);
        var verdict = Verdict.Accepted(size.Width, size.Height);
        yield return new CorpusFile("ordinary", $"jpeg-{name}", verdict, () => MadeJpeg.Write(pixels));
        yield return new CorpusFile("ordinary", $"webp-lossy-{name}", verdict, () => BaseFiles.Webp(pixels));
        yield return new CorpusFile("ordinary", $"webp-lossy-alpha-{name}", verdict, () => BaseFiles.Webp(clear));
    }

    private static Verdict Like(int bands) => Verdict.Accepted(SamplePictures.Quarters(bands), SamplePictures.Lossy);

    private static Verdict Grey() => Verdict.Accepted(TestPixels.Plain(40, 24, 90, 90, 90), 2);

    private static byte[] Subsampled(PixelBuffer pixels)
    {
        using var picture = VipsPicture.FromPixels(pixels);
        using var save = new VipsOperation("jpegsave_buffer")
            .Set("in", picture)
            .Set("Q", 95)
            .Set("subsample_mode", "on");
        return save.Run().GetBytes("buffer");
    }
}
