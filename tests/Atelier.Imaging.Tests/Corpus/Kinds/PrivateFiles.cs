using System.Text;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Pictures that tell where and by whom they were taken. They are read; what they tell stays behind.</summary>
internal static class PrivateFiles
{
    private static readonly PixelBuffer Stored = SamplePictures.Quarters();
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(MadeExif.Secret);
    private static readonly byte[] Xmp =
    [
        .. "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><a>"u8,
        .. Secret,
        .. "</a></x:xmpmeta>"u8,
    ];

    internal static IEnumerable<CorpusFile> All() => [.. Jpegs(), .. Pngs(), .. Webps()];

    /// <summary>A file with all that can be told in its format.</summary>
    internal static byte[] Jpeg() => Jpeg([.. Segments()]);

    internal static byte[] Png() => Png([.. Chunks()]);

    internal static byte[] Webp() => Webp([.. Parts()]);

    private static IEnumerable<CorpusFile> Jpegs() =>
        [
            .. Segments().Select((segment, at) => Lossy($"jpeg-{at}", () => Jpeg(segment))),
            Lossy("jpeg-all", Jpeg),
            Lossy("jpeg-twice", () => Jpeg([.. Segments(), .. Segments()])),
            new("gps-exif", "jpeg-endless", Sized, () => Jpeg((0xE1, [.. "Exif\0\0"u8, .. MadeExif.Endless()]))),
            Lossy("jpeg-empty-exif", () => Jpeg((0xE1, [.. "Exif\0\0"u8]))),
        ];

    private static IEnumerable<CorpusFile> Pngs() =>
        [
            .. Chunks().Select((chunk, at) => Exact($"png-{at}", () => Png(chunk))),
            Exact("png-all", Png),
            new("gps-exif", "png-endless", Sized, () => Png(PngFile.Bytes("eXIf", MadeExif.Endless()))),
            Exact("png-empty-exif", () => Png(PngFile.Bytes("eXIf", []))),
        ];

    private static IEnumerable<CorpusFile> Webps() =>
        [
            .. Parts().Select((part, at) => Exact($"webp-{at}", () => Webp(part))),
            Exact("webp-all", Webp),
            new("gps-exif", "webp-endless", Sized, () => Webp(new FileChunk("EXIF", MadeExif.Endless()))),
            Exact("webp-empty-exif", () => Webp(new FileChunk("EXIF", []))),
        ];

    // Readers may or may not find the orientation in such a circle.
    private static Verdict Sized =>
        Verdict.Either(Verdict.Accepted(Stored.Width, Stored.Height), Verdict.Accepted(Stored.Height, Stored.Width));

    private static IEnumerable<(byte Marker, byte[] Content)> Segments() =>
        [
            (0xE1, [.. "Exif\0\0"u8, .. MadeExif.WithPlace()]),
            (0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Xmp]),
            (0xED, [.. "Photoshop 3.0\0"u8, .. "8BIM\x04\x04\0\0\0\0\0\x13"u8, .. Secret]),
            (0xFE, Secret),
        ];

    private static IEnumerable<byte[]> Chunks() =>
        [
            PngFile.Bytes("eXIf", MadeExif.WithPlace()),
            PngFile.Bytes("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Xmp]),
            PngFile.Bytes("tEXt", [.. "Author\0"u8, .. Secret]),
            PngFile.Bytes("zTXt", [.. "Comment\0\0"u8, .. MadePng.Packed(Secret)]),
            PngFile.Bytes("tIME", [7, 234, 11, 20, 12, 0, 0]),
        ];

    private static IEnumerable<FileChunk> Parts() =>
        [new("EXIF", MadeExif.WithPlace()), new("XMP ", Xmp), new("note", Secret)];

    private static byte[] Jpeg(params (byte Marker, byte[] Content)[] segments) =>
        segments
            .Reverse()
            .Aggregate(
                MadeJpeg.Write(Stored),
                (file, segment) => MadeJpeg.WithSegment(file, segment.Marker, segment.Content)
            );

    private static byte[] Png(params byte[][] chunks) => MadePng.Write(Stored, chunks);

    private static byte[] Webp(params FileChunk[] chunks) => MadeWebp.WithChunks(Stored, chunks);

    private static CorpusFile Lossy(string name, Func<byte[]> make) =>
        new("gps-exif", name, Verdict.Accepted(Stored, SamplePictures.Lossy), make);

    private static CorpusFile Exact(string name, Func<byte[]> make) =>
        new("gps-exif", name, Verdict.Accepted(Stored), make);
}
