using System.ComponentModel.DataAnnotations;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Rendering;

/// <summary>How stored pictures are rendered.</summary>
public sealed class PictureRendererOptions
{
    /// <summary>Pictures rendered at a time; further ones wait. The default is the number of processors.</summary>
    [Range(1, 256)]
    public int MaxConcurrentPictures { get; set; } = Environment.ProcessorCount;

    /// <summary>WebP's effort, 0 (fast) to 6 (small). The default is 2.</summary>
    [Range(0, 6)]
    public int WebpEffort { get; set; } = 2;

    /// <summary>AVIF's effort, 0 (fast) to 9 (small). The default is 1.</summary>
    [Range(0, 9)]
    public int AvifEffort { get; set; } = 1;

    /// <summary>How large stored files may be, and how many pixels are in memory at a time.</summary>
    public PictureReaderOptions Reading { get; set; } = new();

    /// <summary>Where libvips is found.</summary>
    public VipsOptions Vips { get; set; } = new();
}
