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

    /// <summary>The brightest level of any channel.</summary>
    public static int Brightest(PixelBuffer picture)
    {
        var brightest = 0;
        for (var at = 0; at < picture.Pixels.Length; at++)
        {
            // Alpha is no light.
            if (picture.Bands == 3 || at % 4 != 3)
            {
                brightest = Math.Max(brightest, picture.Pixels[at]);
            }
        }

        return brightest;
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
