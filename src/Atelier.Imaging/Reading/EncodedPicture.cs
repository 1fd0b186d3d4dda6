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
    /// <exception cref="UnreadablePictureException">Animated or Damaged.</exception>
    internal PixelBuffer Decode()
    {
        using var picture = DecodePicture();
        return picture.ToPixels();
    }

    /// <summary>
    /// The pixels inside libvips: upright, sRGB, 3 or 4 bands, 8 bits, computed once and kept, with nothing else of the
    /// file. They stay when this is disposed; the caller disposes the picture.
    /// </summary>
    /// <exception cref="UnreadablePictureException">Animated or Damaged.</exception>
    internal VipsPicture DecodePicture()
    {
        if (Header.Pages > 1)
            throw new UnreadablePictureException(UnreadablePictureReason.Animated);

        try
        {
            using var coloured = SrgbConversion.Convert(_picture);
            if (LibVips.Orientation(_picture.Handle) == Upright)
                return Checked(coloured.KeepPixelsOnly());

            // Files are decoded row by row, and turning reads the rows in another order.
            using var decoded = coloured.KeepInMemory();
            using var turn = new VipsOperation("autorot").Set("in", decoded);
            using var turned = turn.Run().GetPicture("out");
            return Checked(turned.KeepPixelsOnly());
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

    private VipsPicture Checked(VipsPicture picture)
    {
        var isWhole =
            (picture.Width, picture.Height) == (Header.Width, Header.Height)
            && picture.Bands is (3 or 4)
            && LibVips.Format(picture.Handle) == LibVips.FormatByte;
        if (isWhole)
            return picture;

        picture.Dispose();
        throw new UnreadablePictureException(UnreadablePictureReason.Damaged);
    }
}
