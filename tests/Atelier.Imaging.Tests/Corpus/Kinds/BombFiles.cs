using System.Buffers.Binary;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Few bytes that ask for much memory.</summary>
internal static class BombFiles
{
    private static readonly PixelBuffer Small = TestPixels.Painted(16, 12, 3);
    private static readonly Verdict TooLarge = Verdict.Refused(UnreadablePictureReason.TooLarge);

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. Sizes(int.MaxValue).Select(size => File("png", size, () => Png(size.Width, size.Height))),
            .. Sizes(65_535).Select(size => File("jpeg", size, () => Jpeg(size.Width, size.Height, false))),
            .. Sizes(65_535).Select(size => File("jpeg-progressive", size, () => Jpeg(size.Width, size.Height, true))),
            .. Sizes(1 << 24).Select(size => File("webp-canvas", size, () => Canvas(size.Width, size.Height))),
            .. Sizes(16_384).Select(size => File("webp-lossless", size, () => LosslessWebp(size.Width, size.Height))),
            .. Sizes(16_383).Select(size => File("webp-lossy", size, () => LossyWebp(size.Width, size.Height))),
            new("bomb", "png-as-large-as-allowed", Verdict.Accepted(7071, 7071), () => Flat(7071)),
            new("bomb", "png-one-row-more-than-allowed", TooLarge, () => Flat(7072)),
            new("bomb", "png-pixels-without-end", Verdict.Accepted(16, 16), PixelsWithoutEnd),
            new("bomb", "webp-very-many-codes", Verdict.Accepted(1024, 1024), () => ManyCodesWebp.Write(1024)),
        ];

    // All that a format can say, and some that are only just too much.
    private static IEnumerable<(int Width, int Height)> Sizes(int most) =>
        (
            (IEnumerable<(int, int)>)
                [(most, most), (16_383, 16_383), (16_383, 3_053), (3_053, 16_383), (8_000, 8_000), (7_072, 7_071)]
        ).Distinct();

    private static CorpusFile File(string format, (int Width, int Height) size, Func<byte[]> make) =>
        new("bomb", $"{format}-{size.Width}x{size.Height}", TooLarge, make);

    private static byte[] Png(int width, int height) => MadePng.Write(width, height, 8, MadePng.Rgba, [new byte[64]]);

    private static byte[] Jpeg(int width, int height, bool progressive) =>
        MadeJpeg.WithSides(MadeJpeg.Write(Small, progressive: progressive), width, height);

    private static byte[] Canvas(int width, int height) =>
        WebpFile.Bytes([MadeWebp.Canvas(width, height, 0), MadeWebp.Pixels(Small)]);

    private static byte[] LosslessWebp(int width, int height)
    {
        var pixels = MadeWebp.Pixels(Small);
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(pixels.Content.AsSpan(1)) & 0xF0000000;
        bits |= (uint)(width - 1) | (uint)(height - 1) << 14;
        BinaryPrimitives.WriteUInt32LittleEndian(pixels.Content.AsSpan(1), bits);
        return WebpFile.Bytes([pixels]);
    }

    private static byte[] LossyWebp(int width, int height)
    {
        var pixels = WebpFile.Read(BaseFiles.Webp(Small)).Single(chunk => chunk.Name == "VP8 ");
        BinaryPrimitives.WriteUInt16LittleEndian(pixels.Content.AsSpan(6), (ushort)width);
        BinaryPrimitives.WriteUInt16LittleEndian(pixels.Content.AsSpan(8), (ushort)height);
        return WebpFile.Bytes([pixels]);
    }

    // 6 MB of black in 6 kB, which become 150 MB of pixels.
    private static byte[] Flat(int side)
    {
        var row = new byte[(side + 7) / 8];
        return MadePng.Write(side, side, 1, MadePng.Grey, [.. Enumerable.Repeat(row, side)]);
    }

    // 20 MB where 800 bytes are wanted.
    private static byte[] PixelsWithoutEnd() =>
        MadePng.Write(16, 16, 8, MadePng.Rgb, [.. Enumerable.Repeat(new byte[48], 400_000)]);
}
