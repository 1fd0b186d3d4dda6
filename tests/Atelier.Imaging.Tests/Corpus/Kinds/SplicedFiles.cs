using System.Buffers.Binary;
using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>The first half of one file and the second of another.</summary>
internal static class SplicedFiles
{
    private const int RiffHead = 8;

    private static readonly Verdict Damaged = Verdict.Refused(UnreadablePictureReason.Damaged);

    private static readonly Verdict WholeOrRefused = Verdict.Either(
        Verdict.Accepted(BaseFiles.Width, BaseFiles.Height),
        Verdict.Refused(UnreadablePictureReason.Damaged, UnreadablePictureReason.UnsupportedCoding)
    );

    internal static IEnumerable<CorpusFile> All()
    {
        var files = BaseFiles.All();
        return from first in files
            from second in files
            where first.Name != second.Name
            select new CorpusFile(
                "spliced",
                $"{first.Name}-{second.Name}",
                VerdictOf(first.Bytes, second.Bytes),
                () => Splice(first.Bytes, second.Bytes)
            );
    }

    // The middle of every PNG here is in its pixels, whose check sum the other half breaks. A WebP says how long it is. A JPEG reads
    // on, and may find enough that is pixels to it.
    private static Verdict VerdictOf(byte[] first, byte[] second) =>
        CheckedParts.IsPng(first) && CheckedParts.Covers(first, first.Length / 2) ? Damaged
        : IsWebp(first) && Splice(first, second).Length < LengthOf(first) ? Damaged
        : WholeOrRefused;

    private static bool IsWebp(byte[] file) => file.AsSpan().StartsWith("RIFF"u8);

    private static long LengthOf(byte[] webp) =>
        RiffHead + (long)BinaryPrimitives.ReadUInt32LittleEndian(webp.AsSpan(4));

    private static byte[] Splice(byte[] first, byte[] second) =>
        [.. first[..(first.Length / 2)], .. second[(second.Length / 2)..]];
}
