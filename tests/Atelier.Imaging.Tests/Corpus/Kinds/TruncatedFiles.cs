using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Uploads that broke off.</summary>
internal static class TruncatedFiles
{
    private const int Parts = 16;

    internal static IEnumerable<CorpusFile> All() =>
        from file in BaseFiles.All()
        from part in Enumerable.Range(1, Parts - 1)
        let length = file.Bytes.Length * part / Parts
        select new CorpusFile(
            "truncated",
            $"{file.Name}-{part}-of-{Parts}",
            Verdict.Refused(UnreadablePictureReason.Damaged),
            () => file.Bytes[..length]
        );
}
