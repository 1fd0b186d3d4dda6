namespace Atelier.Core.Catalogue;

/// <summary>The sizes an offer takes: a list, or any size within bounds.</summary>
public sealed record SizeRule
{
    /// <summary>Exact sizes such as <c>1024x1024</c>; empty when any size within the bounds will do.</summary>
    public IReadOnlyList<PixelSize> Fixed { get; init; } = [];

    /// <summary>The least of either side, in pixels.</summary>
    public int MinSide { get; init; } = 16;

    /// <summary>The longest side, in pixels.</summary>
    public required int MaxSide { get; init; }

    /// <summary>Width times height at least; null is no limit.</summary>
    public long? MinPixels { get; init; }

    /// <summary>Width times height at most; null is no limit.</summary>
    public long? MaxPixels { get; init; }

    /// <summary>The longer side is at most this many times the shorter; null is no limit.</summary>
    public decimal? MaxRatio { get; init; }

    /// <summary>Both sides are multiples of this many pixels.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Whether the offer gives exactly this size.</summary>
    public bool Takes(PixelSize size) =>
        Fixed.Count > 0
            ? Fixed.Contains(size)
            : size.Width >= MinSide
                && size.Height >= MinSide
                && Math.Max(size.Width, size.Height) <= MaxSide
                && (MinPixels is not { } least || size.Pixels >= least)
                && (MaxPixels is not { } most || size.Pixels <= most)
                && (MaxRatio is not { } ratio || size.LongerSide <= ratio * Math.Min(size.Width, size.Height))
                && size.Width % Step == 0
                && size.Height % Step == 0;
}
