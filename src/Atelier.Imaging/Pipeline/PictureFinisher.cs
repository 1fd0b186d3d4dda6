using System.Collections.Concurrent;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Reading.Files;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Pipeline;

/// <summary>
/// Turns pictures into the files kept of them. Safe for use from many threads: a fixed number of pictures is worked on,
/// the others wait.
/// </summary>
public sealed class PictureFinisher : IDisposable
{
    /// <summary>The longest side in pixels: WebP can hold no more.</summary>
    public const int MaxSide = 16383;

    // Chains of steps that are worth one: WebP takes as long as all else.
    private const int MostThreads = 2;

    private readonly PictureFinisherOptions _options;
    private readonly Action<string>? _stepStarting;
    private readonly SemaphoreSlim _places;
    private readonly WatermarkFont _font;
    private readonly PixelBudget _budget;

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
        _font = new WatermarkFont(options.Vips);
        _budget = PixelBudget.Of(options.Reading);
    }

    /// <summary>
    /// Makes every rendition, each with its provenance. The pixels are read during the call and not changed.
    /// </summary>
    /// <exception cref="ArgumentException">The buffer's sides, bands and bytes do not fit together.</exception>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    /// <exception cref="WatermarkException">The mark that was due could not be drawn.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting or between two steps.</exception>
    public Task<FinishedPicture> FinishAsync(PixelBuffer pixels, FinishOrder order, CancellationToken cancellationToken)
    {
        FinishChecks.Check(pixels);
        FinishChecks.Check(order);
        return FinishAsync(() => VipsPicture.FromPixels(pixels), weight: 0, order, cancellationToken);
    }

    /// <summary>
    /// The same for a file that nobody vouches for. It is decoded inside libvips, upright and in sRGB, and waits for its
    /// turn. The bytes must not change during the call.
    /// </summary>
    /// <exception cref="ArgumentException">The order's size has a side out of range.</exception>
    /// <exception cref="UnreadablePictureException">The reason says what is wrong with the bytes.</exception>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    /// <exception cref="WatermarkException">The mark that was due could not be drawn.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting or between two steps.</exception>
    public async Task<FinishedPicture> FinishAsync(
        ReadOnlyMemory<byte> untrustedFile,
        FinishOrder order,
        CancellationToken cancellationToken
    )
    {
        FinishChecks.Check(order);
        var declared = await Task.Run(() => FileSurvey.Read(untrustedFile.Span, _options.Reading), cancellationToken);
        if (declared.Frames > 1)
            throw new UnreadablePictureException(UnreadablePictureReason.Animated);

        return await FinishAsync(() => Decode(untrustedFile), declared.Weight, order, cancellationToken);
    }

    /// <summary>Whether this text can be drawn as a mark now: the font is there, and libvips draws with it.</summary>
    public bool CanMark(string text)
    {
        try
        {
            VipsThread.Use(() => new Watermark(text, _font));
            return true;
        }
        catch (WatermarkException)
        {
            return false;
        }
    }

    public void Dispose() => _places.Dispose();

    private VipsPicture Decode(ReadOnlyMemory<byte> file)
    {
        using var encoded = EncodedPicture.Open(file, _options.Reading);
        return encoded.DecodePicture();
    }

    private async Task<FinishedPicture> FinishAsync(
        Func<VipsPicture> import,
        long weight,
        FinishOrder order,
        CancellationToken cancellationToken
    )
    {
        var steps = FinishSteps.Of(order);
        await _places.WaitAsync(cancellationToken);
        try
        {
            // Asked for here, so that pictures that wait for a place keep no pixels from others.
            using var share = weight > 0 ? await _budget.TakeAsync(weight, Patience.Waits, cancellationToken) : null;
            using var work = new FinishWork(import, order, _options, _font);
            await RunAsync(new ConcurrentQueue<IReadOnlyList<FinishStep>>([steps.First]));
            // By two threads also where each core has a picture: libvips' own threads wait for each other some 15 % of the time.
            var chains = new ConcurrentQueue<IReadOnlyList<FinishStep>>(steps.Chains);
            var threads = Math.Min(_options.MaxConcurrentPictures, MostThreads);
            await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => RunAsync(chains)));

            return work.Result;

            Task RunAsync(ConcurrentQueue<IReadOnlyList<FinishStep>> list) =>
                Task.Run(() => Run(list, work, cancellationToken), cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private void Run(
        ConcurrentQueue<IReadOnlyList<FinishStep>> chains,
        FinishWork work,
        CancellationToken cancellationToken
    )
    {
        try
        {
            while (chains.TryDequeue(out var steps))
            {
                foreach (var step in steps)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    _stepStarting?.Invoke(step.Name);
                    step.Run(work);
                }
            }
        }
        finally
        {
            VipsThread.End();
        }
    }
}
