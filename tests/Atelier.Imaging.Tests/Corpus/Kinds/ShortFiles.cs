using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Nothing at all, and the first bytes of a picture.</summary>
internal static class ShortFiles
{
    private static readonly (string Name, int Magic)[] Formats = [("png", 8), ("jpeg", 3), ("webp", 12)];

    internal static IEnumerable<CorpusFile> All() =>
        from format in Formats
        let whole = BaseFiles.All().Single(file => file.Name == format.Name).Bytes
        from length in (int[])[0, 1, 2, 3, 4, 7, 8, 9, 11, 12, 13, 16, 20, 24, 32]
        let reason = length < format.Magic ? UnreadablePictureReason.NotAPicture : UnreadablePictureReason.Damaged
        select new CorpusFile("short", $"{format.Name}-{length}", Verdict.Refused(reason), () => whole[..length]);
}
