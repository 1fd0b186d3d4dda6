namespace Atelier.Core.Images;

/// <summary>Names and sizes of the files kept of one image.</summary>
public static class RenditionExtensions
{
    /// <summary>The last part of a picture's address, such as <c>thumb-256</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such rendition.</exception>
    public static string WireName(this Rendition rendition) =>
        rendition switch
        {
            Rendition.Original => "original",
            Rendition.Optimized => "optimized",
            Rendition.Thumb128 => "thumb-128",
            Rendition.Thumb256 => "thumb-256",
            Rendition.Thumb512 => "thumb-512",
            Rendition.Placeholder => "placeholder",
            _ => throw new ArgumentOutOfRangeException(nameof(rendition), rendition, "Unknown rendition."),
        };

    /// <summary>The format of a rendition's file: only the original follows the order, all others are WebP.</summary>
    public static ImageFormat FileFormat(this Rendition rendition, ImageFormat original) =>
        rendition is Rendition.Original ? original : ImageFormat.Webp;

    /// <summary>The name in the store, such as <c>original.png</c> or <c>thumb-256.webp</c>.</summary>
    public static string FileName(this Rendition rendition, ImageFormat original) =>
        $"{rendition.WireName()}.{rendition.FileFormat(original).FileExtension()}";

    /// <summary>The most pixels the longer side may have, or null where all pixels are kept.</summary>
    public static int? LongestSide(this Rendition rendition) =>
        rendition switch
        {
            Rendition.Thumb128 => 128,
            Rendition.Thumb256 => 256,
            Rendition.Thumb512 => 512,
            Rendition.Placeholder => 20,
            _ => null,
        };
}
