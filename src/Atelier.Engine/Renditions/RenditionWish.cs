using Atelier.Core.Images;

namespace Atelier.Engine.Renditions;

/// <summary>What a caller wants to see of an image: one of its files as it is, or a picture made from it.</summary>
/// <param name="Variant">The file, or what is made from: the original or the optimized one.</param>
public sealed record RenditionWish(Rendition Variant)
{
    /// <summary>The longest side that can be asked for, in pixels.</summary>
    public const int MostPixels = 4096;

    /// <summary>Pixels, 1 to <see cref="MostPixels"/>; null follows from the height.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels, 1 to <see cref="MostPixels"/>; null follows from the width.</summary>
    public int? Height { get; init; }

    /// <summary>Null is contain.</summary>
    public FitMode? Fit { get; init; }

    /// <summary>Null is the original's own format, and auto for the optimized one.</summary>
    public WishedFormat? Format { get; init; }

    /// <summary>80, 60 or 40; null is 80.</summary>
    public int? Quality { get; init; }

    /// <summary>Whether the file is wanted as it is stored.</summary>
    public bool AsStored => this == new RenditionWish(Variant);
}
