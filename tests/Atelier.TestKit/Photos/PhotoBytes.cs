using System.Buffers.Binary;
using Atelier.Core.Images;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;

namespace Atelier.TestKit.Photos;

/// <summary>Photos made by code, and what people hide in them.</summary>
public static class PhotoBytes
{
    /// <summary>Stands where a camera notes the place.</summary>
    public const string Place = "N 48 12 30 Stephansplatz";

    private static readonly Lazy<PictureRenderer> Renderer = new(() =>
        new PictureRenderer(new PictureRendererOptions())
    );

    /// <summary>A PNG: red at the left, blue at the right; with alpha, its left half shines through.</summary>
    public static byte[] Png(int width = 48, int height = 32, bool alpha = false)
    {
        var bands = alpha ? 4 : 3;
        var pixels = new byte[width * height * bands];
        for (var pixel = 0; pixel < width * height; pixel++)
        {
            var left = pixel % width < width / 2;
            pixels[pixel * bands + (left ? 0 : 2)] = 220;
            if (alpha)
            {
                pixels[(pixel * bands) + 3] = left ? (byte)60 : (byte)255;
            }
        }

        _ = Renderer.Value;
        return PictureEncoder.Png(new PixelBuffer(width, height, bands, pixels));
    }

    /// <summary>The same as a JPEG.</summary>
    public static async Task<byte[]> JpegAsync(int width = 48, int height = 32)
    {
        var order = new RenderOrder { Format = FileFormat.Jpeg, Quality = 90 };
        return (await Renderer.Value.RenderAsync(Png(width, height), order, CancellationToken.None)).Bytes.ToArray();
    }

    /// <summary>A JPEG as a phone writes it that was held upright: turned, with a place, a comment, and a page behind its end.</summary>
    public static async Task<byte[]> PhoneAsync()
    {
        var plain = await JpegAsync();
        byte[] exif = [.. Exif(orientation: 6)];
        byte[] comment = [0xFF, 0xFE, 0, 0, .. "<script>alert(1)</script><?php system('id'); ?>"u8];
        BinaryPrimitives.WriteUInt16BigEndian(comment.AsSpan(2), (ushort)(comment.Length - 2));
        return [.. plain[..2], .. exif, .. comment, .. plain[2..], .. "PK\x03\x04<html>polyglot</html>"u8];
    }

    private static byte[] Exif(byte orientation)
    {
        var place = System.Text.Encoding.ASCII.GetBytes(Place);
        // Little-endian TIFF with two entries: the orientation, and a description that tells the place.
        byte[] tiff =
        [
            .. "II*\0"u8,
            8,
            0,
            0,
            0,
            2,
            0,
            0x0E,
            0x01,
            2,
            0,
            (byte)place.Length,
            0,
            0,
            0,
            38,
            0,
            0,
            0,
            0x12,
            0x01,
            3,
            0,
            1,
            0,
            0,
            0,
            orientation,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            .. place,
        ];
        byte[] segment = [0xFF, 0xE1, 0, 0, .. "Exif\0\0"u8, .. tiff];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(segment.Length - 2));
        return segment;
    }
}
