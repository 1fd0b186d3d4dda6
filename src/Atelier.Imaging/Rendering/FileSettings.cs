namespace Atelier.Imaging.Rendering;

/// <summary>How a file is encoded; each format takes what concerns it, on its own scale.</summary>
internal readonly record struct FileSettings
{
    internal int JpegQuality { get; init; }

    internal int WebpQuality { get; init; }

    internal int WebpEffort { get; init; }

    internal int AvifQuality { get; init; }

    internal int AvifEffort { get; init; }
}
