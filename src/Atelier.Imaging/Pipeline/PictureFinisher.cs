using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Pipeline;

/// <summary>
/// Turns pixels into the files kept of a picture. Safe for use from many threads: a fixed number of pictures is worked
/// on, the others wait.
/// </summary>
public sealed class PictureFinisher : IDisposable
{
    /// <summary>The longest side in pixels: WebP can hold no more.</summary>
    public const int MaxSide = 16383;

    private readonly PictureFinisherOptions _options;
    private readonly Action<string>? _stepStarting;
    private readonly SemaphoreSlim _places;

    /// <summary>Starts libvips, when it does not run yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No picture may be worked on.</exception>
    /// <exception cref="VipsUnavailableException">libvips is missing or lacks a codec.</exception>
    public PictureFinisher(PictureFinisherOptions options)
        : this(options, stepStarting: null) { }

    internal PictureFinisher(PictureFinisherOptions options, Action<string>? stepStarting)
    {
        // A semaphore without places would let every picture wait for ever.
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentPictures, 1);
        VipsRuntime.Start(options.Vips);
        _options = options;
        _stepStarting = stepStarting;
        _places = new SemaphoreSlim(options.MaxConcurrentPictures);
    }

    /// <summary>
    /// Makes every rendition, each marked with its provenance. The pixels are read during the call and not changed.
    /// </summary>
    /// <exception cref="ArgumentException">The buffer's sides, bands and bytes do not fit together.</exception>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting or between two steps.</exception>
    public async Task<FinishedPicture> FinishAsync(
        PixelBuffer pixels,
        FinishOrder order,
        CancellationToken cancellationToken
    )
    {
        Check(pixels);
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Finish(pixels, order, cancellationToken), cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private FinishedPicture Finish(PixelBuffer pixels, FinishOrder order, CancellationToken cancellationToken)
    {
        try
        {
            using var work = new FinishWork(pixels, order, _options);
            foreach (var step in FinishSteps.All)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _stepStarting?.Invoke(step.Name);
                step.Run(work);
            }

            return work.Result;
        }
        finally
        {
            // libvips keeps buffers per thread, and the pool ends its threads without telling it.
            LibVips.ShutDownThread();
        }
    }

    private static void Check(PixelBuffer pixels)
    {
        if (pixels.Width is < 1 or > MaxSide || pixels.Height is < 1 or > MaxSide)
        {
            throw new ArgumentException(
                $"A side must have 1 to {MaxSide} pixels; this picture has {pixels.Width} x {pixels.Height}.",
                nameof(pixels)
            );
        }

        if (pixels.Bands is not (3 or 4))
            throw new ArgumentException($"Pixels have 3 or 4 bands, not {pixels.Bands}.", nameof(pixels));

        var expected = (long)pixels.Width * pixels.Height * pixels.Bands;
        if (pixels.Pixels.Length != expected)
        {
            throw new ArgumentException(
                $"{pixels.Width} x {pixels.Height} pixels of {pixels.Bands} bands are {expected} bytes, "
                    + $"not {pixels.Pixels.Length}.",
                nameof(pixels)
            );
        }
    }
}
