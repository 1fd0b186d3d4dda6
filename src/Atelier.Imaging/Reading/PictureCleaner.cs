using Atelier.Core.Images;
using Atelier.Imaging.Reading.Files;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>
/// Writes pictures from outside anew, in the format they came in: what else a file carried, metadata, places, programs, cannot
/// survive that. Safe for use from many threads.
/// </summary>
public sealed class PictureCleaner
{
    // Nobody sees the difference, and it is what later pictures are made from.
    private const int JpegQuality = 95;

    // Pixels: checks look at less.
    private const int LongestLook = 1024;

    private readonly PictureReaderOptions _options;
    private readonly PixelBudget _budget;

    /// <summary>Starts libvips, when it does not run yet.</summary>
    /// <exception cref="VipsUnavailableException">libvips is missing or lacks a codec.</exception>
    public PictureCleaner(PictureReaderOptions options)
    {
        VipsRuntime.Start(options.Vips);
        _options = options;
        _budget = PixelBudget.Of(options);
    }

    /// <summary>The format that the first bytes say, whatever else is said of them.</summary>
    /// <exception cref="UnreadablePictureException">NotAPicture or UnsupportedFormat.</exception>
    public static ImageFormat FormatOf(ReadOnlySpan<byte> bytes) => MagicBytes.Recognise(bytes);

    /// <summary>The picture written anew; a JPEG stays one, a PNG keeps its alpha. The bytes must not change during the call.</summary>
    /// <exception cref="UnreadablePictureException">The reason says what is wrong with the bytes.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for other pictures.</exception>
    public Task<CleanPicture> CleanAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        RunAsync(bytes, Patience.Waits, Write, cancellationToken);

    /// <summary>The same for a mask, which is decoded once to look at it and to write it; null when it marks nothing.</summary>
    /// <exception cref="UnreadablePictureException">The reason says what is wrong with the bytes.</exception>
    /// <exception cref="PicturesBusyException">Enough other pictures wait.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for other pictures.</exception>
    public Task<CleanPicture?> CleanMaskAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        RunAsync(
            bytes,
            Patience.Refuses,
            (mask, format) =>
                mask.ReadPixels(pixels => MaskMaker.MarksNothing(pixels, mask.Bands)) ? null : Write(mask, format),
            cancellationToken
        );

    private async Task<T> RunAsync<T>(
        ReadOnlyMemory<byte> bytes,
        Patience patience,
        Func<VipsPicture, ImageFormat, T> work,
        CancellationToken cancellationToken
    )
    {
        var declared = await Task.Run(() => FileSurvey.Read(bytes.Span, _options), cancellationToken);
        if (declared.Frames > 1)
            throw new UnreadablePictureException(UnreadablePictureReason.Animated);

        using var share = await _budget.TakeAsync(declared.Weight, patience, cancellationToken);
        return await Task.Run(() => VipsThread.UseForUpload(declared.Weight, Work), cancellationToken);

        T Work()
        {
            using var encoded = EncodedPicture.Open(bytes, _options);
            using var picture = encoded.DecodePicture();
            return work(picture, declared.Format);
        }
    }

    private static CleanPicture Write(VipsPicture picture, ImageFormat format)
    {
        var settings = new FileSettings
        {
            JpegQuality = JpegQuality,
            WebpQuality = JpegQuality,
            WebpEffort = 2,
            // Uploads come many at a time.
            OnePass = true,
        };
        var file = PictureFile.Write(picture, format.ToFileFormat(), settings, ReadOnlyMemory<byte>.Empty);
        return new CleanPicture(format, picture.Width, picture.Height, file) { Look = LookAt(picture) };
    }

    // Of the pixels that are there already: to decode the new file once more would cost as much again.
    private static PixelBuffer LookAt(VipsPicture picture)
    {
        var scale = (double)LongestLook / Math.Max(picture.Width, picture.Height);
        if (scale >= 1)
            return picture.ToPixels();

        using var small = picture.Shrink(Side(picture.Width), Side(picture.Height));
        return small.ToPixels();

        int Side(int side) => Math.Max(1, (int)Math.Round(side * scale));
    }
}
