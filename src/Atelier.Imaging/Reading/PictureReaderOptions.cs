using System.ComponentModel.DataAnnotations;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>How much of untrusted pictures is read.</summary>
public sealed class PictureReaderOptions
{
    /// <summary>
    /// The longest side in pixels, at least that of the largest picture we order. The default is 16,383, all that WebP can
    /// hold.
    /// </summary>
    [Range(3840, PictureFinisher.MaxSide)]
    public int MaxSide { get; set; } = PictureFinisher.MaxSide;

    /// <summary>Pixels of one picture, at least those of the largest we order. The default is 50 million.</summary>
    [Range(3840 * 2160, 250_000_000)]
    public int MaxPixels { get; set; } = 50_000_000;

    /// <summary>
    /// Scans of one JPEG: each may go over all pixels again. Encoders write about ten. The default is 100.
    /// </summary>
    [Range(1, 1000)]
    public int MaxScans { get; set; } = 100;

    /// <summary>
    /// Bytes of one file beside its pixels: EXIF, XMP, profiles, texts, and what packed ones unpack to. The default is
    /// 8 MiB.
    /// </summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int MaxMetadataBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Segments or chunks of one file beside its pixels: libvips keeps them in lists that it walks through for each. The
    /// default is 1,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxMetadataParts { get; set; } = 1000;

    /// <summary>
    /// Pixels decoded at a time, all pictures of the process together; further ones wait. A pixel takes 8 to 16 bytes;
    /// a picture counts as a million at least, and a lossless WebP for its codes as up to 33 million more. The default
    /// is 64 million. A picture with more is read alone.
    /// </summary>
    [Range(1_000_000, 2_000_000_000)]
    public int MaxPixelsInFlight { get; set; } = 64_000_000;

    /// <summary>
    /// Pictures that wait for others; while there are as many, callers that need not be served get
    /// <see cref="PicturesBusyException"/>. The default is 32.
    /// </summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 32;

    /// <summary>Where libvips is found.</summary>
    public VipsOptions Vips { get; set; } = new();
}
