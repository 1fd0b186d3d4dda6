namespace Atelier.Core.Images;

/// <summary>The files kept of one image. The wire name is the last part of a picture's address.</summary>
public enum Rendition
{
    /// <summary>All pixels, in the format asked for: <c>original.png</c>, <c>.jpg</c> or <c>.webp</c>.</summary>
    Original,

    /// <summary>All pixels as WebP of quality 80: <c>optimized.webp</c>.</summary>
    Optimized,

    /// <summary>The longer side at most 128 pixels: <c>thumb-128.webp</c>.</summary>
    Thumb128,

    /// <summary>The longer side at most 256 pixels: <c>thumb-256.webp</c>.</summary>
    Thumb256,

    /// <summary>The longer side at most 512 pixels: <c>thumb-512.webp</c>.</summary>
    Thumb512,

    /// <summary>A blur of at most 20 pixels, to show while the picture loads: <c>placeholder.webp</c>.</summary>
    Placeholder,
}
