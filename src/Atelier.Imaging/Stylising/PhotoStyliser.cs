using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising.Styles;

namespace Atelier.Imaging.Stylising;

/// <summary>
/// Turns photos into styles by filters in plain code: no model sees them. Same photo, same bytes. Has no state and may be
/// used by many threads.
/// </summary>
public sealed class PhotoStyliser
{
    /// <summary>The shortest side it takes, in pixels.</summary>
    public const int MinSide = 16;

    /// <summary>The longest side it takes, in pixels.</summary>
    public const int MaxSide = 16_383;

    private readonly SharedCores _cores;

    /// <summary>Uses as many threads as there are processors, for all photos together that are worked on at a time.</summary>
    public PhotoStyliser()
        : this(Environment.ProcessorCount) { }

    internal PhotoStyliser(int degree) => _cores = new SharedCores(degree);

    /// <summary>
    /// The photo in a style, of the same size; alpha is kept. Takes up to 40 bytes a pixel meanwhile. The token is looked at
    /// every few rows.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is out of bounds, or the style is unknown.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PixelBuffer Stylise(PixelBuffer source, PhotoStyle style, CancellationToken cancellationToken)
    {
        CheckSide(source.Width, nameof(source.Width));
        CheckSide(source.Height, nameof(source.Height));
        var filter = FilterOf(style);
        cancellationToken.ThrowIfCancellationRequested();

        using var working = _cores.Enter();
        var rows = new Rows(() => _cores.Share, cancellationToken);
        return filter.Apply(Film.Of(source, rows), rows).Develop(source, rows);
    }

    private static IPhotoFilter FilterOf(PhotoStyle style) =>
        style switch
        {
            PhotoStyle.Pixel => new PixelFilter(),
            PhotoStyle.Oil => new OilFilter(),
            PhotoStyle.Cartoon => new CartoonFilter(),
            PhotoStyle.Watercolour => new WatercolourFilter(),
            PhotoStyle.BoldInk => new BoldInkFilter(),
            _ => throw new ArgumentOutOfRangeException(nameof(style), style, "Unknown photo style."),
        };

    private static void CheckSide(int side, string name)
    {
        if (side is < MinSide or > MaxSide)
            throw new ArgumentOutOfRangeException(name, side, $"Photos have sides of {MinSide} to {MaxSide} pixels.");
    }
}
