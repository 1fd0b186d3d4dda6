using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Each of EXIF's eight orientations, in each format and both orders of bytes; and some that are none.</summary>
internal static class RotatedFiles
{
    private static readonly PixelBuffer Stored = SamplePictures.Quarters();

    internal static IEnumerable<CorpusFile> All() =>
        from orientation in Enumerable.Range(0, 11)
        from order in (string[])["MM", "II"]
        let exif = MadeExif.Orientation(orientation, order == "II")
        let seen = Upright(orientation)
        from file in (CorpusFile[])
            [
                new("rotated", $"png-{order}-{orientation}", Verdict.Accepted(seen), () => Png(exif)),
                new("rotated", $"webp-{order}-{orientation}", Verdict.Accepted(seen), () => Webp(exif)),
                new("rotated", $"jpeg-{order}-{orientation}", Lossy(seen), () => Jpeg(exif)),
            ]
        select file;

    private static Verdict Lossy(PixelBuffer seen) => Verdict.Accepted(seen, SamplePictures.Lossy);

    private static byte[] Png(byte[] exif) => MadePng.Write(Stored, PngFile.Bytes("eXIf", exif));

    private static byte[] Webp(byte[] exif) => MadeWebp.WithChunks(Stored, new FileChunk("EXIF", exif));

    private static byte[] Jpeg(byte[] exif) =>
        MadeJpeg.WithSegment(MadeJpeg.Write(Stored), 0xE1, [.. "Exif\0\0"u8, .. exif]);

    // Where each pixel that a person sees is stored, by EXIF's own words for the eight.
    private static PixelBuffer Upright(int orientation)
    {
        var (width, height) = (Stored.Width, Stored.Height);
        var lies = orientation is >= 5 and <= 8;
        return Vips.TestPixels.From(
            lies ? height : width,
            lies ? width : height,
            Stored.Bands,
            (x, y) =>
            {
                var (fromX, fromY) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    8 => (width - 1 - y, x),
                    _ => (x, y),
                };
                return Vips.TestPixels.At(Stored, fromX, fromY);
            }
        );
    }
}
