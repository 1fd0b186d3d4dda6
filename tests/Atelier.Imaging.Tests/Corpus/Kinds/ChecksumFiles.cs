using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>PNG with a false check sum. Its pixels may be whole all the same.</summary>
internal static class ChecksumFiles
{
    private static readonly PixelBuffer Stored = SamplePictures.Quarters();

    private static readonly Verdict WholeOrDamaged = Verdict.Either(
        Verdict.Accepted(Stored),
        Verdict.Refused(UnreadablePictureReason.Damaged)
    );

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. ((string[])["IHDR", "tEXt", "IDAT", "IEND"]).Select(name =>
                File($"chunk-{name}", () => WithFalseSum(name))
            ),
            File("pixels-packed", () => Turned(MadePng.Write(Stored), fromEnd: 12 + 4 + 1)),
        ];

    private static CorpusFile File(string name, Func<byte[]> make) =>
        new("broken-checksum", name, WholeOrDamaged, make);

    private static byte[] WithFalseSum(string name)
    {
        var file = MadePng.Write(Stored, PngFile.Bytes("tEXt", "a\0b"u8.ToArray()));
        var after = PngFile
            .Read(file)
            .Reverse()
            .TakeWhile(chunk => chunk.Name != name)
            .Sum(chunk => chunk.Content.Length + 12);
        return Turned(file, fromEnd: after + 1);
    }

    private static byte[] Turned(byte[] file, int fromEnd)
    {
        file[^fromEnd] ^= 0x55;
        return file;
    }
}
