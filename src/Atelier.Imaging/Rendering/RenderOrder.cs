using Atelier.Core.Images;

namespace Atelier.Imaging.Rendering;

/// <summary>How somebody wants to see a stored picture.</summary>
public sealed record RenderOrder
{
    /// <summary>Pixels, 1 to 16,383; null follows from the height and the picture's ratio.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels, 1 to 16,383; null follows from the width and the picture's ratio.</summary>
    public int? Height { get; init; }

    /// <summary>What becomes of another ratio; of no meaning where a side is null. The default is Contain.</summary>
    public FitMode Fit { get; init; } = FitMode.Contain;

    /// <summary>The format of the result; see <see cref="PictureRenderer.Formats"/>.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>1 to 100 on WebP's scale; the other formats get what looks alike. PNG has none. The default is 80.</summary>
    public int Quality { get; init; } = 80;

    /// <summary>
    /// The text of the mark that the stored file carries: a crop may cut it off, so it is drawn again after one. Null when
    /// the file has none.
    /// </summary>
    public string? Watermark { get; init; }
}
