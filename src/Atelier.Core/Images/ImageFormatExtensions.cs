namespace Atelier.Core.Images;

/// <summary>What the outside calls a format.</summary>
public static class ImageFormatExtensions
{
    /// <summary>The media type, such as <c>image/png</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such format.</exception>
    public static string MediaType(this ImageFormat format) =>
        format switch
        {
            ImageFormat.Png => "image/png",
            ImageFormat.Jpeg => "image/jpeg",
            ImageFormat.Webp => "image/webp",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };

    /// <summary>The end of a file name without the dot: <c>png</c>, <c>jpg</c> or <c>webp</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such format.</exception>
    public static string FileExtension(this ImageFormat format) =>
        format switch
        {
            ImageFormat.Png => "png",
            ImageFormat.Jpeg => "jpg",
            ImageFormat.Webp => "webp",
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };
}
