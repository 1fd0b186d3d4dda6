using System.ComponentModel.DataAnnotations;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Pipeline;

/// <summary>How pictures are finished.</summary>
public sealed class PictureFinisherOptions
{
    /// <summary>
    /// Pictures finished at a time, each by up to two threads (by one, where it is 1); further ones wait. The default is the number of
    /// processors.
    /// </summary>
    [Range(1, 256)]
    public int MaxConcurrentPictures { get; set; } = Environment.ProcessorCount;

    /// <summary>JPEG's quality, 1 to 100. The default is 90.</summary>
    [Range(1, 100)]
    public int JpegQuality { get; set; } = 90;

    /// <summary>WebP's quality, 1 to 100. The default is 80.</summary>
    [Range(1, 100)]
    public int WebpQuality { get; set; } = 80;

    /// <summary>WebP's effort, 0 (fast) to 6 (small). The default is 2: less than half the time of 4.</summary>
    [Range(0, 6)]
    public int WebpEffort { get; set; } = 2;

    /// <summary>Whether thumbnails are made with the picture; else each when it is asked for. The default is yes.</summary>
    public bool Thumbnails { get; set; } = true;

    /// <summary>What is read of files from outside, and how many of their pixels are in memory at a time.</summary>
    public PictureReaderOptions Reading { get; set; } = new();

    /// <summary>Where libvips and the font of the watermark are found.</summary>
    public VipsOptions Vips { get; set; } = new();

    internal FileSettings Files =>
        new()
        {
            JpegQuality = JpegQuality,
            WebpQuality = WebpQuality,
            WebpEffort = WebpEffort,
        };
}
