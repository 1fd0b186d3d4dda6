using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>JPEG in several scans.</summary>
internal static class ProgressiveFiles
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (7, 9), (8, 8), (17, 33), (300, 200), (640, 16)];

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. Sizes.SelectMany(OfSize),
            new(
                "progressive",
                "quarters",
                Verdict.Accepted(SamplePictures.Quarters(), SamplePictures.Lossy),
                () => MadeJpeg.Write(SamplePictures.Quarters(), progressive: true)
            ),
        ];

    private static IEnumerable<CorpusFile> OfSize((int Width, int Height) size) =>
        from space in (string[])["srgb", "b-w"]
        let pixels = TestPixels.Painted(size.Width, size.Height, 3)
        select new CorpusFile(
            "progressive",
            $"{space}-{size.Width}x{size.Height}",
            Verdict.Accepted(size.Width, size.Height),
            () => MadeJpeg.Write(pixels, space, progressive: true)
        );
}
