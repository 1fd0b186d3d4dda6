namespace Atelier.Core.Images;

/// <summary>What the outside calls the formats that files are delivered in.</summary>
public static class FileFormatExtensions
{
    /// <summary>The media type, such as <c>image/avif</c>.</summary>
    public static string MediaType(this FileFormat format) => $"image/{SnakeCase.Of(format)}";

    /// <summary>The end of a file name, without the dot.</summary>
    public static string Extension(this FileFormat format) => format is FileFormat.Jpeg ? "jpg" : SnakeCase.Of(format);
}
