using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Reading;

/// <summary>WebP files, still and moving. libvips must run.</summary>
internal static class MadeWebp
{
    internal static byte[] WriteLossless(PixelBuffer picture)
    {
        using var pixels = VipsPicture.FromPixels(picture);
        using var save = new VipsOperation("webpsave_buffer").Set("in", pixels).Set("lossless", true).Set("effort", 0);
        return save.Run().GetBytes("buffer");
    }

    internal static byte[] WriteAnimation(PixelBuffer picture, int frames) =>
        WebpFile.Bytes([
            Canvas(picture.Width, picture.Height, flags: 0x02),
            new FileChunk("ANIM", [0, 0, 0, 0, 0, 0]),
            .. Enumerable.Repeat(Frame(picture), frames),
        ]);

    /// <summary>An extended header that declares other sides than the pixels have.</summary>
    internal static byte[] WriteWithCanvas(PixelBuffer picture, int width, int height) =>
        WebpFile.Bytes([Canvas(width, height, flags: 0), Pixels(picture)]);

    /// <summary>A still picture with such chunks: <c>ICCP</c> before its pixels, others behind.</summary>
    internal static byte[] WithChunks(PixelBuffer picture, params FileChunk[] chunks) =>
        WebpFile.Bytes([
            Canvas(
                picture.Width,
                picture.Height,
                chunks.Aggregate((byte)0, (flags, chunk) => (byte)(flags | FlagOf(chunk.Name)))
            ),
            .. chunks.Where(chunk => chunk.Name == "ICCP"),
            Pixels(picture),
            .. chunks.Where(chunk => chunk.Name != "ICCP"),
        ]);

    internal static FileChunk Canvas(int width, int height, byte flags) =>
        new("VP8X", [flags, 0, 0, 0, .. ThreeBytes(width - 1), .. ThreeBytes(height - 1)]);

    internal static FileChunk Frame(PixelBuffer picture)
    {
        byte[] head =
        [
            .. new byte[6],
            .. ThreeBytes(picture.Width - 1),
            .. ThreeBytes(picture.Height - 1),
            .. ThreeBytes(100),
            0,
        ];
        return new FileChunk("ANMF", [.. head, .. WebpFile.Bytes(Pixels(picture))[12..]]);
    }

    internal static FileChunk Pixels(PixelBuffer picture) =>
        WebpFile.Read(WriteLossless(picture)).Single(chunk => chunk.Name == "VP8L");

    private static byte FlagOf(string name) =>
        name switch
        {
            "ICCP" => 0x20,
            "EXIF" => 0x08,
            "XMP " => 0x04,
            _ => 0,
        };

    private static byte[] ThreeBytes(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
