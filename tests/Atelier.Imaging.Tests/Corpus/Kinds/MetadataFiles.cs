using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Files that are nearly all metadata: as much as allowed, and more.</summary>
internal static class MetadataFiles
{
    private const int MegaByte = 1024 * 1024;
    private const int Segment = 65_533;

    private static readonly PixelBuffer Small = SamplePictures.Quarters();
    private static readonly Verdict TooMuch = Verdict.Refused(UnreadablePictureReason.TooMuchMetadata);
    private static readonly Verdict Exact = Verdict.Accepted(Small);

    internal static IEnumerable<CorpusFile> All() => [.. Jpegs(), .. Pngs(), .. Packed(), .. Webps()];

    private static IEnumerable<CorpusFile> Jpegs()
    {
        var lossy = Verdict.Accepted(Small, SamplePictures.Lossy);
        foreach (
            var (name, marker) in (IEnumerable<(string, byte)>)[("app1", 0xE1), ("app13", 0xED), ("comment", 0xFE)]
        )
        {
            yield return File($"jpeg-{name}-allowed", lossy, () => Jpeg(marker, 127, Segment));
            yield return File($"jpeg-{name}-beyond", TooMuch, () => Jpeg(marker, 129, Segment));
            yield return File($"jpeg-{name}-as-many-as-allowed", lossy, () => Jpeg(marker, 999, 3));
            yield return File($"jpeg-{name}-one-too-many", TooMuch, () => Jpeg(marker, 1000, 3));
            yield return File($"jpeg-{name}-very-many", TooMuch, () => Jpeg(marker, 500_000, 0));
        }
    }

    private static IEnumerable<CorpusFile> Pngs()
    {
        foreach (var type in (string[])["tEXt", "iTXt", "eXIf", "iCCP", "prVt"])
            yield return File($"png-{type}-beyond", TooMuch, () => Png(PngFile.Bytes(type, Text(type, 9 * MegaByte))));

        yield return File("png-text-allowed", Exact, () => Png(PngFile.Bytes("tEXt", Text("tEXt", 7 * MegaByte))));
        yield return File("png-private-allowed", Exact, () => Png(PngFile.Bytes("prVt", new byte[8 * MegaByte])));
        yield return File(
            "png-private-beyond-by-one",
            TooMuch,
            () => Png(PngFile.Bytes("prVt", new byte[8 * MegaByte + 1]))
        );
        yield return File("png-one-too-many", TooMuch, () => Png(Many(1001)));
        yield return File("png-as-many-as-allowed", Exact, () => Png(Many(1000)));
        yield return File("png-very-many", TooMuch, () => Png(Many(300_000)));
        yield return File("png-behind-the-pixels", TooMuch, BehindThePixels);
    }

    private static IEnumerable<CorpusFile> Packed()
    {
        foreach (var type in (string[])["zTXt", "iTXt", "iCCP"])
        {
            yield return File($"png-{type}-bomb", TooMuch, () => Png(Bomb(type, 32 * MegaByte)));
            yield return File(
                $"png-{type}-bomb-in-parts",
                TooMuch,
                () => Png([.. Enumerable.Repeat(Bomb(type, MegaByte), 9)])
            );
        }

        yield return File(
            "png-zTXt-packed-twice",
            Exact,
            () => Png(Bomb("zTXt", MadePng.Packed(new byte[32 * MegaByte])))
        );
        yield return File("png-zTXt-allowed", Exact, () => Png(Bomb("zTXt", 4 * MegaByte)));
    }

    private static IEnumerable<CorpusFile> Webps()
    {
        foreach (var name in (string[])["EXIF", "XMP ", "ICCP", "note"])
        {
            yield return File(
                $"webp-{name.Trim()}-beyond",
                TooMuch,
                () => Webp(new FileChunk(name, new byte[9 * MegaByte]))
            );
            yield return File(
                $"webp-{name.Trim()}-allowed",
                Exact,
                () => Webp(new FileChunk(name, new byte[MegaByte]))
            );
        }

        yield return File("webp-as-many-as-allowed", Exact, () => Webp([.. Enumerable.Repeat(Note, 1000)]));
        yield return File("webp-one-too-many", TooMuch, () => Webp([.. Enumerable.Repeat(Note, 1001)]));
        yield return File("webp-very-many", TooMuch, () => Webp([.. Enumerable.Repeat(Note, 300_000)]));
    }

    private static FileChunk Note => new("note", []);

    private static CorpusFile File(string name, Verdict verdict, Func<byte[]> make) =>
        new("huge-metadata", name, verdict, make);

    private static byte[] Jpeg(byte marker, int segments, int length)
    {
        var segment = JpegFile.Bytes(marker, new byte[length]);
        var file = MadeJpeg.Write(Small);
        return [.. file[..2], .. Enumerable.Repeat(segment, segments).SelectMany(bytes => bytes), .. file[2..]];
    }

    private static byte[] Png(params byte[][] chunks) => MadePng.Write(Small, chunks);

    private static byte[][] Many(int count) => [.. Enumerable.Repeat(PngFile.Bytes("prVt", []), count)];

    private static byte[] BehindThePixels()
    {
        var file = MadePng.Write(Small);
        return [.. file[..^12], .. PngFile.Bytes("prVt", new byte[9 * MegaByte]), .. file[^12..]];
    }

    private static byte[] Text(string type, int length) =>
        type is "tEXt" or "iTXt"
            ? [.. "Comment\0\0\0\0\0"u8, .. Enumerable.Repeat((byte)'a', length)]
            : new byte[length];

    private static byte[] Bomb(string type, int length) => Bomb(type, new byte[length]);

    private static byte[] Bomb(string type, byte[] content) =>
        PngFile.Bytes(
            type,
            type == "iTXt"
                ? [.. "Comment\0\x01\0\0\0"u8, .. MadePng.Packed(content)]
                : [.. "Comment\0\0"u8, .. MadePng.Packed(content)]
        );

    private static byte[] Webp(params FileChunk[] chunks) => MadeWebp.WithChunks(Small, chunks);
}
