using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>JPEG in very many scans: for each the decoder goes over the whole picture.</summary>
internal static class ScanFiles
{
    private const int Side = 200;

    private static readonly Verdict TooMany = Verdict.Refused(UnreadablePictureReason.TooManyScans);
    private static readonly Verdict Grey = Verdict.Accepted(TestPixels.Plain(Side, Side, 128, 128, 128));
    private static readonly Verdict Sized = Verdict.Accepted(Side, Side);

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. ((int[])[2, 20, 64, 99, 100]).Select(scans => Progressive(scans, Grey)),
            .. ((int[])[101, 102, 200, 883]).Select(scans => Progressive(scans, TooMany)),
            .. ((int[])[20, 99, 100]).Select(scans => Repeated(scans, Sized)),
            .. ((int[])[101, 1000, 20_000]).Select(scans => Repeated(scans, TooMany)),
        ];

    private static CorpusFile Progressive(int scans, Verdict verdict) =>
        new("many-scans", $"progressive-{scans}", verdict, () => ManyScansJpeg.Write(Side, scans));

    private static CorpusFile Repeated(int scans, Verdict verdict) =>
        new("many-scans", $"repeated-{scans}", verdict, () => Repeat(scans));

    // A picture in one scan, with that scan over and over behind it.
    private static byte[] Repeat(int scans)
    {
        var file = MadeJpeg.Write(TestPixels.Plain(Side, Side, 90, 120, 150), "b-w");
        var scan = file[MadeJpeg.Place(file, 0xDA)..^2];
        return [.. file[..^2], .. Enumerable.Repeat(scan, scans - 1).SelectMany(bytes => bytes), .. file[^2..]];
    }
}
