using Atelier.Core.Images;

namespace Atelier.Engine.Renditions;

/// <summary>Finds the format of a file that is served by its media type.</summary>
public static class FileTypes
{
    private static readonly Dictionary<string, FileFormat> ByMediaType = Enum.GetValues<FileFormat>()
        .ToDictionary(format => format.MediaType());

    /// <summary>The format of a media type.</summary>
    /// <exception cref="InvalidDataException">It is none that is served.</exception>
    public static FileFormat Of(string mediaType) =>
        ByMediaType.TryGetValue(mediaType, out var format)
            ? format
            : throw new InvalidDataException($"Files of the type {mediaType} are not served.");
}
