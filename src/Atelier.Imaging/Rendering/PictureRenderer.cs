using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Reading.Files;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Rendering;

/// <summary>
/// Makes the sizes and formats that nobody stored. Safe for use from many threads: a fixed number of pictures is rendered
/// at a time, the others wait, and who comes to a long queue is sent away.
/// </summary>
public sealed class PictureRenderer : IDisposable
{
    private readonly PictureRendererOptions _options;
    private readonly PixelBudget _budget;
    private readonly SemaphoreSlim _places;
    private readonly WatermarkFont _font;

    /// <summary>Starts libvips, when it does not run yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No picture may be rendered.</exception>
    /// <exception cref="VipsUnavailableException">libvips is missing or lacks a codec.</exception>
    public PictureRenderer(PictureRendererOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrentPictures, 1);
        VipsRuntime.Start(options.Vips);
        _options = options;
        _budget = PixelBudget.Of(options.Reading);
        _places = new SemaphoreSlim(options.MaxConcurrentPictures);
        _font = new WatermarkFont(options.Vips);
        Formats = VipsPicture.CanSaveAvif
            ? [FileFormat.Png, FileFormat.Jpeg, FileFormat.Webp, FileFormat.Avif]
            : [FileFormat.Png, FileFormat.Jpeg, FileFormat.Webp];
    }

    /// <summary>What this machine can write. AVIF is missing with Debian's libvips 8.14, which puts EXIF into it.</summary>
    public IReadOnlyList<FileFormat> Formats { get; }

    /// <summary>
    /// Renders a file that we have stored: PNG, JPEG or WebP, upright and in sRGB. Its picture is never enlarged: a larger
    /// wish gives the largest possible with the wished ratio.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A side or the quality is out of range.</exception>
    /// <exception cref="FormatUnavailableException">The format is none of <see cref="Formats"/>.</exception>
    /// <exception cref="PicturesBusyException">Too many others wait.</exception>
    /// <exception cref="UnreadablePictureException">The file is none of ours, or broken.</exception>
    /// <exception cref="InvalidDataException">Likewise.</exception>
    /// <exception cref="VipsException">libvips could not do it.</exception>
    /// <exception cref="WatermarkException">A mark had to be drawn again and could not be.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting or between two steps.</exception>
    public async Task<RenderedPicture> RenderAsync(
        ReadOnlyMemory<byte> storedFile,
        RenderOrder order,
        CancellationToken cancellationToken
    )
    {
        Check(order);
        var declared = await Task.Run(() => FileSurvey.Read(storedFile.Span, _options.Reading), cancellationToken);
        // A place first, as the finisher does: pixels that wait for a core would keep paid pictures from being finished.
        await _places.WaitAsync(cancellationToken);
        try
        {
            using var share = await _budget.TakeAsync(WeightOf(declared, order), Patience.Refuses, cancellationToken);
            return await Task.Run(
                () => VipsThread.Use(() => Render(storedFile, declared, order, cancellationToken)),
                cancellationToken
            );
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>The size of what <see cref="RenderAsync"/> makes of a file of that size.</summary>
    public static PixelSize SizeOf(PixelSize file, RenderOrder order) => RenderPlan.For(file, order).Canvas;

    public void Dispose() => _places.Dispose();

    private RenderedPicture Render(
        ReadOnlyMemory<byte> file,
        DeclaredPicture declared,
        RenderOrder order,
        CancellationToken cancellationToken
    )
    {
        using var work = new RenderWork(file, declared, order, _options, _font);
        foreach (var step in RenderWork.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            step(work);
        }

        return work.Result;
    }

    // Our own files: what a lossless WebP of somebody else's might need beside its pixels does not count.
    private static long WeightOf(DeclaredPicture declared, RenderOrder order)
    {
        var file = new PixelSize(declared.Width, declared.Height);
        return Math.Max(file.Pixels, SizeOf(file, order).Pixels);
    }

    private void Check(RenderOrder order)
    {
        CheckSide(order.Width);
        CheckSide(order.Height);
        ArgumentOutOfRangeException.ThrowIfLessThan(order.Quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order.Quality, 100);
        if (!Formats.Contains(order.Format))
            throw new FormatUnavailableException(order.Format);
    }

    private static void CheckSide(int? side)
    {
        if (side is < 1 or > PictureFinisher.MaxSide)
            throw new ArgumentOutOfRangeException(nameof(side), side, "A side has 1 to 16,383 pixels.");
    }
}
