using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>JPEG of kinds that the standard has and hardly anything reads.</summary>
internal static class CodingFiles
{
    private static readonly PixelBuffer Stored = SamplePictures.Quarters();
    private static readonly Verdict Unsupported = Verdict.Refused(UnreadablePictureReason.UnsupportedCoding);

    internal static IEnumerable<CorpusFile> All() =>
        [
            // Lossless, hierarchical, arithmetic, and their mixtures.
            .. ((byte[])[0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF]).Select(marker =>
                File($"frame-{marker:X2}", Unsupported, 1, marker)
            ),
            File("frame-C1", Verdict.Accepted(Stored, SamplePictures.Lossy), 1, 0xC1),
            File("12-bits", Unsupported, 4, 12),
            File("16-bits", Unsupported, 4, 16),
            File("two-components", Unsupported, 9, 2),
            File("five-components", Unsupported, 9, 5),
            File("no-components", Unsupported, 9, 0),
        ];

    private static CorpusFile File(string name, Verdict verdict, int offset, byte value) =>
        new("unsupported-coding", name, verdict, () => With(offset, value));

    private static byte[] With(int offset, byte value)
    {
        var file = MadeJpeg.Write(Stored);
        file[MadeJpeg.FramePlace(file) + offset] = value;
        return file;
    }
}
