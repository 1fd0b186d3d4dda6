using Atelier.Imaging;
using Atelier.Imaging.Vips;

namespace Atelier.Server.Tests.Serving;

/// <summary>The pixels of a file that was served, whatever its format.</summary>
internal static class ServedPixels
{
    // The service writes AVIF and never reads it.
    private static readonly Lazy<bool> AvifIsReadable = new(() =>
    {
        VipsRuntime.Start(new VipsOptions());
        LibVips.BlockOperations("VipsForeignLoadHeif", blocked: false);
        return true;
    });

    public static PixelBuffer Read(byte[] file) =>
        VipsThread.Use(() =>
        {
            var loader = Format(file) switch
            {
                "avif" when AvifIsReadable.Value => "heifload_buffer",
                "webp" => "webpload_buffer",
                "jpeg" => "jpegload_buffer",
                _ => "pngload_buffer",
            };
            using var load = new VipsOperation(loader).Set("buffer", file);
            using var picture = load.Run().GetPicture("out");
            return picture.ToPixels();
        });

    /// <summary>png, jpeg, webp or avif, by the first bytes.</summary>
    public static string Format(ReadOnlySpan<byte> file) =>
        file.Length > 12 && file[4..12].SequenceEqual("ftypavif"u8) ? "avif" : PictureFile.Read(file).Format;

    /// <summary>The highest level that all channels of one pixel of the lower half have together: how white it gets there.</summary>
    public static int Whitest(PixelBuffer picture)
    {
        var whitest = 0;
        for (
            var at = picture.Height / 2 * picture.Width * picture.Bands;
            at < picture.Pixels.Length;
            at += picture.Bands
        )
        {
            var least = Math.Min(picture.Pixels[at], Math.Min(picture.Pixels[at + 1], picture.Pixels[at + 2]));
            whitest = Math.Max(whitest, least);
        }

        return whitest;
    }

    /// <summary>The mean difference of levels in a part of two pictures of one size.</summary>
    public static double Difference(PixelBuffer one, PixelBuffer other, Range across, Range down)
    {
        Assert.Equal((one.Width, one.Height), (other.Width, other.Height));
        var ((left, width), (top, height)) = (
            across.GetOffsetAndLength(one.Width),
            down.GetOffsetAndLength(one.Height)
        );
        var sum = 0L;
        for (var y = top; y < top + height; y++)
        for (var x = left; x < left + width; x++)
        for (var band = 0; band < 3; band++)
        {
            sum += Math.Abs(
                one.Pixels[((y * one.Width) + x) * one.Bands + band]
                    - other.Pixels[((y * other.Width) + x) * other.Bands + band]
            );
        }

        return sum / (3.0 * width * height);
    }
}
