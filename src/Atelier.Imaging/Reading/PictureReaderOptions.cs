using System.ComponentModel.DataAnnotations;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>How much of untrusted pictures is read.</summary>
public sealed class PictureReaderOptions
{
    /// <summary>The longest side in pixels. The default is 16,383, all that WebP can hold.</summary>
    [Range(1, PictureFinisher.MaxSide)]
    public int MaxSide { get; set; } = PictureFinisher.MaxSide;

    /// <summary>Pixels of one picture. The default is 50 million.</summary>
    [Range(1, 250_000_000)]
    public int MaxPixels { get; set; } = 50_000_000;

    /// <summary>
    /// Pixels decoded at a time, all pictures together; further ones wait. A pixel takes 8 to 16 bytes. The default is
    /// 64 million. A picture with more is read alone.
    /// </summary>
    [Range(1_000_000, 2_000_000_000)]
    public int MaxPixelsInFlight { get; set; } = 64_000_000;

    /// <summary>Where libvips is found.</summary>
    public VipsOptions Vips { get; set; } = new();
}
