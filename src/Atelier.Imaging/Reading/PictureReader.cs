using Atelier.Imaging.Reading.Files;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>
/// Reads pictures that nobody vouches for: PNG, JPEG and WebP, to pixels only. Safe for use from many threads: a bounded
/// number of pixels is decoded at a time.
/// </summary>
public sealed class PictureReader
{
    private readonly PictureReaderOptions _options;
    private readonly PixelBudget _budget;

    /// <summary>Starts libvips, when it does not run yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 1.</exception>
    /// <exception cref="VipsUnavailableException">libvips is missing or lacks a codec.</exception>
    public PictureReader(PictureReaderOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxSide, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPixels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxScans, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxMetadataBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxMetadataParts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPixelsInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxWaiting);
        VipsRuntime.Start(options.Vips);
        _options = options;
        _budget = PixelBudget.Of(options);
    }

    /// <summary>
    /// The pixels of a still picture, upright and in sRGB, with alpha when the file has it. The bytes must not change
    /// during the call. Waits for its turn.
    /// </summary>
    /// <exception cref="UnreadablePictureException">The reason says what is wrong with the bytes.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for other pictures.</exception>
    public Task<PixelBuffer> ReadAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        ReadAsync(bytes, Patience.Waits, cancellationToken);

    /// <summary>The same, for a caller that may have to come back later.</summary>
    /// <exception cref="UnreadablePictureException">The reason says what is wrong with the bytes.</exception>
    /// <exception cref="PicturesBusyException">The caller is not patient, and enough others wait.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for other pictures.</exception>
    public async Task<PixelBuffer> ReadAsync(
        ReadOnlyMemory<byte> bytes,
        Patience patience,
        CancellationToken cancellationToken
    )
    {
        var declared = await Task.Run(() => FileSurvey.Read(bytes.Span, _options), cancellationToken);
        if (declared.Frames > 1)
            throw new UnreadablePictureException(UnreadablePictureReason.Animated);

        using var share = await _budget.TakeAsync(declared.Weight, patience, cancellationToken);
        return await Task.Run(() => VipsThread.Use(() => Decode(bytes)), cancellationToken);
    }

    /// <summary>
    /// What the file says about itself; no pixel is decoded. An animation is told by its pages and not refused here.
    /// </summary>
    /// <exception cref="UnreadablePictureException">Any reason but Animated.</exception>
    public PictureHeader ReadHeader(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var picture = EncodedPicture.Open(bytes, _options);
            return picture.Header;
        }
        finally
        {
            VipsThread.End();
        }
    }

    private PixelBuffer Decode(ReadOnlyMemory<byte> bytes)
    {
        using var picture = EncodedPicture.Open(bytes, _options);
        return picture.Decode();
    }
}
