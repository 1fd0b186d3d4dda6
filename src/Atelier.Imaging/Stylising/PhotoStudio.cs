using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Stylising;

/// <summary>
/// Fits photos and turns them into styles within the pixels that all of the process may hold at a time. Whoever calls must hold no
/// share of them. May be used by many threads.
/// </summary>
public sealed class PhotoStudio(PhotoStyliser styliser, PictureReaderOptions options)
{
    // A pixel of the budget stands for the 8 to 16 bytes of a decoder; a filter takes up to 40, beside photo and result.
    private const int FilterWeight = 4;

    private readonly PixelBudget _budget = PixelBudget.Of(options);

    /// <summary>The photo in exactly that size, as <see cref="PictureFitter"/> makes it; waits for its turn.</summary>
    public async Task<PixelBuffer> FitAsync(
        PixelBuffer photo,
        int width,
        int height,
        CancellationToken cancellationToken
    )
    {
        using var share = await _budget.TakeAsync(PixelsOf(photo), Patience.Waits, cancellationToken);
        return await Task.Run(() => PictureFitter.Fit(photo, width, height), cancellationToken);
    }

    /// <summary>The photo in a style, as <see cref="PhotoStyliser"/> makes it; waits for its turn.</summary>
    public async Task<PixelBuffer> StyliseAsync(
        PixelBuffer photo,
        PhotoStyle style,
        CancellationToken cancellationToken
    )
    {
        using var share = await _budget.TakeAsync(FilterWeight * PixelsOf(photo), Patience.Waits, cancellationToken);
        return await Task.Run(() => styliser.Stylise(photo, style, cancellationToken), cancellationToken);
    }

    private static long PixelsOf(PixelBuffer photo) => (long)photo.Width * photo.Height;
}
