using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Pipeline;

/// <summary>What shall become of a picture.</summary>
/// <param name="Format">The format of the original.</param>
/// <param name="Provenance">What every file says about its making.</param>
public sealed record FinishOrder(ImageFormat Format, ProvenanceRecord Provenance)
{
    /// <summary>The pixels the picture is fitted into, smaller or larger; null leaves its own.</summary>
    public PixelSize? Size { get; init; }

    /// <summary>How it comes into <see cref="Size"/>. The default is Cover.</summary>
    public FitMode Fit { get; init; } = FitMode.Cover;

    /// <summary>
    /// The text drawn onto every rendition; null draws none. When it cannot be drawn there are no files at all, but a
    /// <see cref="WatermarkException"/>.
    /// </summary>
    public string? Watermark { get; init; }
}
