using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>JPEG whose last scan is repeated: each time the decoder goes over the whole picture.</summary>
internal static class ScanFiles
{
    private const int Side = 200;

    private static readonly Verdict TooMany = Verdict.Refused(UnreadablePictureReason.TooManyScans);
    private static readonly Verdict Sized = Verdict.Accepted(Side, Side);

    internal static IEnumerable<CorpusFile> All() =>
        from progressive in (bool[])[true, false]
        let name = progressive ? "progressive" : "baseline"
        from scans in (int[])[20, 99, 100, 101, 102, 200, 1000, 20_000]
        select new CorpusFile(
            "many-scans",
            $"{name}-{scans}",
            scans > 100 ? TooMany : Sized,
            () => WithScans(progressive, scans)
        );

    private static byte[] WithScans(bool progressive, int scans)
    {
        var file = MadeJpeg.Write(TestPixels.Plain(Side, Side, 90, 120, 150), "b-w", progressive);
        var places = ScanPlaces(file);
        // Behind the last scan stands the end mark only.
        var last = file[places[^1]..^2];
        return [.. file[..^2], .. Enumerable.Repeat(last, scans - places.Count).SelectMany(scan => scan), .. file[^2..]];
    }

    // A plain picture has no bytes among its pixels that look like a marker.
    private static List<int> ScanPlaces(byte[] file) =>
        [.. Enumerable.Range(0, file.Length - 1).Where(at => file[at] == 0xFF && file[at + 1] == 0xDA)];
}
