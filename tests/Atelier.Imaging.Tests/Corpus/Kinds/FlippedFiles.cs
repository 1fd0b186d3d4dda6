using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Single bits turned over, as bad memory and bad discs do, behind those that say how large the picture is.</summary>
internal static class FlippedFiles
{
    private const int Each = 20;

    private static readonly Verdict WholeOrDamaged = Verdict.Either(
        Verdict.Accepted(BaseFiles.Width, BaseFiles.Height),
        Verdict.Refused(UnreadablePictureReason.Damaged)
    );

    internal static IEnumerable<CorpusFile> All() =>
        from file in BaseFiles.All()
        let header = HeaderLength(file.Bytes)
        from number in Enumerable.Range(0, Each)
        let random = new Rng((ulong)(number + 1000 * file.Bytes.Length))
        let bit = 8 * header + new Rng(random.Next()).Int(8 * (file.Bytes.Length - header))
        select new CorpusFile(
            "bit-flipped",
            $"{file.Name}-{number}",
            VerdictOf(file.Bytes, bit),
            () => Flip(file.Bytes, bit)
        );

    // JPEG and WebP have no check sums: one bit in their pixels may mean other pixels, and nobody can tell.
    private static Verdict VerdictOf(byte[] file, int bit) =>
        CheckedParts.IsPng(file) && CheckedParts.Covers(file, bit / 8)
            ? Verdict.Refused(UnreadablePictureReason.Damaged)
            : WholeOrDamaged;

    private static int HeaderLength(byte[] file) => file[0] == 0xFF ? MadeJpeg.Place(file, 0xDA) : 48;

    private static byte[] Flip(byte[] file, int bit)
    {
        var flipped = file.ToArray();
        flipped[bit / 8] ^= (byte)(1 << bit % 8);
        return flipped;
    }
}
