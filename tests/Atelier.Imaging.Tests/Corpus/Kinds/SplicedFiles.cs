using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>The first half of one file and the second of another.</summary>
internal static class SplicedFiles
{
    internal static IEnumerable<CorpusFile> All()
    {
        var files = BaseFiles.All();
        return from first in files
            from second in files
            where first.Name != second.Name
            select new CorpusFile(
                "spliced",
                $"{first.Name}-{second.Name}",
                Verdict.Either(
                    Verdict.Accepted(BaseFiles.Width, BaseFiles.Height),
                    Verdict.Refused(UnreadablePictureReason.Damaged, UnreadablePictureReason.UnsupportedCoding)
                ),
                () => [.. first.Bytes[..(first.Bytes.Length / 2)], .. second.Bytes[(second.Bytes.Length / 2)..]]
            );
    }
}
