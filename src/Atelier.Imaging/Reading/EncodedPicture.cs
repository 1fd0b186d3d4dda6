using Atelier.Core.Images;
using Atelier.Imaging.Reading.Files;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>An opened file whose structure is known and allowed, and whose pixels are not decoded yet.</summary>
internal sealed class EncodedPicture : IDisposable
{
    private const int Upright = 1;
    private const int FirstLyingOrientation = 5;

    // None for an animation: its loader would look at every frame, and again from the first for each.
    private readonly VipsPicture? _picture;

    private EncodedPicture(VipsPicture? picture, PictureHeader header, long weight)
    {
        _picture = picture;
        Header = header;
        Weight = weight;
    }

    internal PictureHeader Header { get; }

    /// <summary>What <see cref="DecodePicture"/> weighs in the pixel budget: at least the pixels.</summary>
    internal long Weight { get; }

    /// <exception cref="UnreadablePictureException">Any reason but Animated.</exception>
    internal static EncodedPicture Open(ReadOnlyMemory<byte> bytes, PictureReaderOptions limits)
    {
        var declared = FileSurvey.Read(bytes.Span, limits);
        var header = new PictureHeader(declared.Format, declared.Width, declared.Height, declared.Frames);
        if (declared.Frames > 1)
            return new EncodedPicture(null, header, declared.Weight);

        var picture = Load(bytes[..declared.Length], declared.Format);
        try
        {
            // What we measured and what libvips opened must be the same, or one of us was deceived.
            if ((picture.Width, picture.Height) != (declared.Width, declared.Height))
                throw FileSurvey.Damaged();
            return new EncodedPicture(picture, IsLying(picture) ? Turned(header) : header, declared.Weight);
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
        if (_picture is null)
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
            throw FileSurvey.Damaged();
        }
    }

    /// <summary>
    /// The same for somebody who reads every row once, from the top: where the file allows, rows are decoded as they are read, and
    /// none is kept. Damage shows only then, as a <see cref="VipsException"/>.
    /// </summary>
    /// <exception cref="UnreadablePictureException">Animated or Damaged.</exception>
    internal VipsPicture StreamPicture()
    {
        if (_picture is null || LibVips.Orientation(_picture.Handle) != Upright)
            return DecodePicture();

        using var coloured = SrgbConversion.Convert(_picture);
        return Checked(coloured.WithoutFields());
    }

    public void Dispose() => _picture?.Dispose();

    private static VipsPicture Load(ReadOnlyMemory<byte> bytes, ImageFormat format)
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
            throw FileSurvey.Damaged();
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

    private static bool IsLying(VipsPicture picture) => LibVips.Orientation(picture.Handle) >= FirstLyingOrientation;

    private static PictureHeader Turned(PictureHeader header) =>
        header with
        {
            Width = header.Height,
            Height = header.Width,
        };

    private VipsPicture Checked(VipsPicture picture)
    {
        var isWhole =
            (picture.Width, picture.Height) == (Header.Width, Header.Height)
            && picture.Bands is (3 or 4)
            && LibVips.Format(picture.Handle) == LibVips.FormatByte;
        if (isWhole)
            return picture;

        picture.Dispose();
        throw FileSurvey.Damaged();
    }
}
