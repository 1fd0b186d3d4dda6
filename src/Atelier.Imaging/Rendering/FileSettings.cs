namespace Atelier.Imaging.Rendering;

/// <summary>How a file is encoded; each format takes what concerns it, on its own scale.</summary>
internal readonly record struct FileSettings
{
    internal int JpegQuality { get; init; }

    /// <summary>Whether a JPEG is written as it is coded: some percent larger, without all its coefficients in memory first, which take twice as much as the pixels.</summary>
    internal bool OnePass { get; init; }

    internal int WebpQuality { get; init; }

    internal int WebpEffort { get; init; }

    internal int AvifQuality { get; init; }

    internal int AvifEffort { get; init; }
}
