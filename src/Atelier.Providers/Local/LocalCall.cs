using Atelier.Providers.Pictures;

namespace Atelier.Providers.Local;

/// <summary>What the painter is told.</summary>
/// <param name="Style">The painter's own style; of a picture that is turned into one, the style of the catalogue.</param>
/// <param name="Width">Pixels of what it makes, which for a changed picture need not be the size asked for.</param>
internal sealed record LocalCall(string Prompt, string? Style, int Width, int Height, long Seed)
{
    /// <summary>The image that is changed; null for a new picture.</summary>
    public Guid? Source { get; init; }

    /// <summary>What is done to it; null where it is turned into a style.</summary>
    public LocalTool? Tool { get; init; }

    /// <summary>The image that says where to fill.</summary>
    public Guid? Mask { get; init; }

    /// <summary>By how much to grow.</summary>
    public Margins? Margins { get; init; }

    /// <summary>How far a variation goes, 0 to 1.</summary>
    public double Strength { get; init; }

    /// <summary>Whether to sharpen what is enlarged.</summary>
    public bool Detail { get; init; }

    /// <summary>Whether to take noise out before.</summary>
    public bool Denoise { get; init; }

    /// <summary>Whether a mask follows the picture's edges.</summary>
    public bool Refine { get; init; }

    /// <summary>Whether a shadow is kept.</summary>
    public bool Shadow { get; init; }

    /// <summary>Whether the background is told by its colour, since there is no network.</summary>
    public bool Plain { get; init; }
}
