using System.Text;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Other formats and no formats, whatever their names would say.</summary>
internal static class OtherFormatFiles
{
    private static readonly (string Name, string Start)[] Pictures =
    [
        ("gif87", "GIF87a\x01\0\x01\0\0\0\0"),
        ("gif89", "GIF89a\x01\0\x01\0\0\0\0"),
        ("bmp", "BM\x46\0\0\0\0\0\0\0\x36\0\0\0"),
        ("tiff-le", "II*\0\x08\0\0\0"),
        ("tiff-be", "MM\0*\0\0\0\x08"),
        ("avif", "\0\0\0\u001Cftypavif\0\0\0\0"),
        ("heic", "\0\0\0\u0018ftypheic\0\0\0\0"),
        ("jxl", "\0\0\0\x0CJXL \r\n"),
        ("svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"),
        ("svg-with-prolog", "<?xml version=\"1.0\"?><!DOCTYPE svg><svg/>"),
    ];

    private static readonly (string Name, string Start)[] Others =
    [
        ("html", "<!DOCTYPE html><html><body>Bad Gateway</body></html>"),
        ("json", "{\"error\":\"quota\"}"),
        ("text", "Dear Sir or Madam"),
        ("pdf", "%PDF-1.7\n"),
        ("zip", "PK\x03\x04\x14\0\0\0"),
        ("elf", "\x7F" + "ELF\x02\x01\x01"),
        ("exe", "MZ\x90\0\x03\0\0\0"),
        ("wave", "RIFF\x24\0\0\0WAVEfmt "),
        ("avi", "RIFF\x24\0\0\0AVI LIST"),
        ("riff-short", "RIFF\x04\0\0\0WEB"),
        ("vips", "\xB6\xA6\xF2\x08\x01\0\0\0"),
        ("png-spoilt-by-text-mode", "\x89PNG\n\x1A\n\0\0\0\rIHDR"),
        ("jpeg-without-marker", "\xFF\xD8\0\0\0\0"),
        ("spaces", "                        "),
        ("magick-script", "push graphic-context\nimage over 0,0 0,0 'https://example.com/x.png'\n"),
        ("eps", "%!PS-Adobe-3.0 EPSF-3.0\n"),
    ];

    private static readonly Verdict Damaged = Verdict.Refused(UnreadablePictureReason.Damaged);

    private static readonly Verdict WholeOrDamaged = Verdict.Either(
        Verdict.Accepted(BaseFiles.Width, BaseFiles.Height),
        Damaged
    );

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. Pictures.Select(format => File(format.Name, format.Start, UnreadablePictureReason.UnsupportedFormat)),
            .. Others.Select(format => File(format.Name, format.Start, UnreadablePictureReason.NotAPicture)),
            .. MagicAlone(),
            .. Masked(),
        ];

    // Right first bytes, and rubbish behind.
    private static IEnumerable<CorpusFile> MagicAlone() =>
        from file in BaseFiles.All()
        from filler in (byte[])[0x00, 0x5A, 0xFF]
        from length in (int[])[16, 40]
        select new CorpusFile(
            "other-format",
            $"{file.Name}-{length}-then-{filler:X2}",
            // Of lossy WebP nothing is missing then: any bytes are pixels to it.
            file.Name.StartsWith("webp", StringComparison.Ordinal)
            && length > 16
                ? WholeOrDamaged
                : Damaged,
            () => [.. file.Bytes[..length], .. Enumerable.Repeat(filler, 5000)]
        );

    // One format's start before another's body: the first bytes choose, and the body is none of theirs.
    private static IEnumerable<CorpusFile> Masked()
    {
        var (png, jpeg) = (MadePng.Write(SamplePictures.Quarters()), MadeJpeg.Write(SamplePictures.Quarters()));
        var webp = MadeWebp.WriteLossless(SamplePictures.Quarters());
        yield return new CorpusFile("other-format", "png-start-jpeg-body", Damaged, () => [.. png[..8], .. jpeg]);
        yield return new CorpusFile("other-format", "webp-start-png-body", Damaged, () => [.. webp[..12], .. png]);
        yield return new CorpusFile("other-format", "webp-start-jpeg-body", Damaged, () => [.. webp[..12], .. jpeg]);
        // Decoders of JPEG pass over what they do not know, up to a marker.
        yield return new CorpusFile("other-format", "jpeg-start-png-body", Damaged, () => [.. jpeg[..3], .. png]);
    }

    private static CorpusFile File(string name, string start, UnreadablePictureReason reason) =>
        new(
            "other-format",
            name,
            Verdict.Refused(reason),
            () => [.. Encoding.Latin1.GetBytes(start), .. Encoding.ASCII.GetBytes(new string(' ', 64))]
        );
}
