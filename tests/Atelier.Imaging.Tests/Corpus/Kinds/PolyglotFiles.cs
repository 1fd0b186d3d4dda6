using System.IO.Compression;
using System.Text;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>
/// Pictures that are something else as well. They are read: phones put films and maps behind pictures, and what is kept
/// is written anew from the pixels. What is something else first is no picture.
/// </summary>
internal static class PolyglotFiles
{
    private const string Script = "<script>alert(document.domain)</script>";
    private const string Php = "<?php system($_GET['c']); ?>";

    private static readonly PixelBuffer Stored = SamplePictures.Quarters();

    internal static IEnumerable<CorpusFile> All() => [.. Behind(), .. Inside(), .. First()];

    private static IEnumerable<(string Name, byte[] Bytes)> Payloads() =>
        [
            ("html", Ascii($"<!DOCTYPE html><html>{Script}</html>")),
            ("php", Ascii(Php)),
            ("pdf", Ascii("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")),
            ("zip", Zip()),
            ("elf", [0x7F, .. "ELF"u8, 2, 1, 1, .. new byte[57]]),
            ("jpeg", MadeJpeg.WithSides(MadeJpeg.Write(Stored), 9000, 9000)),
            (
                "png",
                MadePng.Write(
                    9000,
                    9000,
                    8,
                    MadePng.Rgb,
                    [
                        [1],
                    ]
                )
            ),
            ("film", [0, 0, 0, 0x18, .. "ftypmp42"u8, .. new byte[4000]]),
            ("zeros", new byte[100_000]),
        ];

    private static IEnumerable<CorpusFile> Behind() =>
        from payload in Payloads()
        from file in (CorpusFile[])
            [
                Exact($"png-{payload.Name}-behind", () => [.. Png(), .. payload.Bytes]),
                Exact($"webp-{payload.Name}-behind", () => [.. MadeWebp.WriteLossless(Stored), .. payload.Bytes]),
                Lossy($"jpeg-{payload.Name}-behind", () => [.. MadeJpeg.Write(Stored), .. payload.Bytes]),
            ]
        select file;

    private static IEnumerable<CorpusFile> Inside() =>
        from payload in Payloads()
        from file in (CorpusFile[])
            [
                Exact($"png-{payload.Name}-inside", () => Png(PngFile.Bytes("tEXt", [.. "a\0"u8, .. payload.Bytes]))),
                Exact($"webp-{payload.Name}-inside", () => Webp(new FileChunk("XMP ", payload.Bytes))),
                Lossy(
                    $"jpeg-{payload.Name}-inside",
                    () => Jpeg(payload.Bytes[..Math.Min(60_000, payload.Bytes.Length)])
                ),
            ]
        select file;

    private static IEnumerable<CorpusFile> First() =>
        from payload in Payloads()
        where payload.Name is "html" or "php" or "pdf" or "zip" or "elf" or "zeros"
        from picture in (string[])["png", "jpeg"]
        select new CorpusFile(
            "polyglot",
            $"{payload.Name}-before-{picture}",
            Verdict.Refused(UnreadablePictureReason.NotAPicture),
            () => [.. payload.Bytes, .. picture == "png" ? Png() : MadeJpeg.Write(Stored)]
        );

    private static CorpusFile Exact(string name, Func<byte[]> make) =>
        new("polyglot", name, Verdict.Accepted(Stored), make);

    private static CorpusFile Lossy(string name, Func<byte[]> make) =>
        new("polyglot", name, Verdict.Accepted(Stored, SamplePictures.Lossy), make);

    private static byte[] Png(params byte[][] chunks) => MadePng.Write(Stored, chunks);

    private static byte[] Webp(FileChunk chunk) => MadeWebp.WithChunks(Stored, chunk);

    private static byte[] Jpeg(byte[] comment) => MadeJpeg.WithSegment(MadeJpeg.Write(Stored), 0xFE, comment);

    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("index.html").Open())
            entry.Write(Ascii(Script));
        return bytes.ToArray();
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
