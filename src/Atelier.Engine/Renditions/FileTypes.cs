using Atelier.Core;
using Atelier.Core.Images;

namespace Atelier.Engine.Renditions;

/// <summary>What the outside calls the formats that files are delivered in.</summary>
public static class FileTypes
{
    private static readonly Dictionary<string, FileFormat> ByMediaType = Enum.GetValues<FileFormat>()
        .ToDictionary(MediaType);

    public static string MediaType(this FileFormat format) => $"image/{SnakeCase.Of(format)}";

    /// <summary>The end of a file name, without the dot.</summary>
    public static string Extension(this FileFormat format) => format is FileFormat.Jpeg ? "jpg" : SnakeCase.Of(format);

    /// <summary>The format of a media type.</summary>
    /// <exception cref="InvalidDataException">It is none that is served.</exception>
    public static FileFormat Of(string mediaType) =>
        ByMediaType.TryGetValue(mediaType, out var format)
            ? format
            : throw new InvalidDataException($"Files of the type {mediaType} are not served.");
}
