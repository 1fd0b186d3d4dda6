namespace Atelier.Engine.Renditions;

/// <summary>A wish as it was written; null is what was not said.</summary>
public sealed record WishDraft
{
    public string? Width { get; init; }

    public string? Height { get; init; }

    public string? Fit { get; init; }

    public string? Format { get; init; }

    public string? Quality { get; init; }

    public string? Preset { get; init; }

    /// <summary>What was said here, and what <paramref name="other"/> says besides.</summary>
    internal WishDraft Or(WishDraft other) =>
        new()
        {
            Width = Width ?? other.Width,
            Height = Height ?? other.Height,
            Fit = Fit ?? other.Fit,
            Format = Format ?? other.Format,
            Quality = Quality ?? other.Quality,
            Preset = Preset,
        };
}
