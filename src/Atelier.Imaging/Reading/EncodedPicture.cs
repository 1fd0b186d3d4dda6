using Atelier.Core.Images;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>An opened file whose header is known and allowed, and whose pixels are not decoded yet.</summary>
internal sealed class EncodedPicture : IDisposable
{
    private const int Upright = 1;
    private const int FirstLyingOrientation = 5;

    private readonly VipsPicture _picture;

    private EncodedPicture(VipsPicture picture, PictureHeader header)
    {
        _picture = picture;
        Header = header;
    }

    internal PictureHeader Header { get; }

    /// <exception cref="UnreadablePictureException">Any reason but Animated.</exception>
    internal static EncodedPicture Open(ReadOnlySpan<byte> bytes, PictureReaderOptions limits)
    {
        var format = MagicBytes.Recognise(bytes);
        var frames = 1;
        if (format is ImageFormat.Png)
        {
            var png = PngHeader.Read(bytes);
            CheckSize(png.Width, png.Height, limits);
            frames = png.Frames;
        }

        var picture = Load(bytes, format);
        try
        {
            CheckSize(picture.Width, picture.Height, limits);
            var pages = Math.Max(frames, LibVips.Pages(picture.Handle));
            var (width, height) =
                LibVips.Orientation(picture.Handle) < FirstLyingOrientation
                    ? (picture.Width, picture.Height)
                    : (picture.Height, picture.Width);
            return new EncodedPicture(picture, new PictureHeader(format, width, height, pages));
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    /// <summary>The pixels, upright and in sRGB.</summary>
    /// <exception cref="UnreadablePictureException">Damaged.</exception>
    internal PixelBuffer Decode()
    {
        try
        {
            using var coloured = SrgbConversion.Convert(_picture);
            if (LibVips.Orientation(_picture.Handle) == Upright)
                return Checked(coloured.ToPixels());

            // Files are decoded row by row, and turning reads the rows in another order.
            using var decoded = coloured.KeepInMemory();
            using var turn = new VipsOperation("autorot").Set("in", decoded);
            using var turned = turn.Run().GetPicture("out");
            return Checked(turned.ToPixels());
        }
        catch (VipsException)
        {
            throw new UnreadablePictureException(UnreadablePictureReason.Damaged);
        }
    }

    public void Dispose() => _picture.Dispose();

    private static VipsPicture Load(ReadOnlySpan<byte> bytes, ImageFormat format)
    {
        try
        {
            using var load = new VipsOperation(LoaderOf(format))
                .Set("buffer", bytes)
                .Set("access", "sequential")
                .Set("fail_on", "truncated");
            return load.Run().GetPicture("out");
        }
        catch (VipsException)
        {
            throw new UnreadablePictureException(UnreadablePictureReason.Damaged);
        }
    }

    private static string LoaderOf(ImageFormat format) =>
        format switch
        {
            ImageFormat.Png => "pngload_buffer",
            ImageFormat.Jpeg => "jpegload_buffer",
            ImageFormat.Webp => "webpload_buffer",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };

    private static void CheckSize(int width, int height, PictureReaderOptions limits)
    {
        if (Math.Max(width, height) > limits.MaxSide || (long)width * height > limits.MaxPixels)
            throw new UnreadablePictureException(UnreadablePictureReason.TooLarge);
    }

    private PixelBuffer Checked(PixelBuffer pixels)
    {
        var isWhole =
            (pixels.Width, pixels.Height) == (Header.Width, Header.Height)
            && pixels.Bands is (3 or 4)
            && pixels.Pixels.Length == Header.PixelCount * pixels.Bands;
        return isWhole ? pixels : throw new UnreadablePictureException(UnreadablePictureReason.Damaged);
    }
}
