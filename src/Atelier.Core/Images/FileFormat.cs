namespace Atelier.Core.Images;

/// <summary>The formats a file can be delivered in; an original is never AVIF, since nothing reads it back.</summary>
public enum FileFormat
{
    Png,
    Jpeg,
    Webp,
    Avif,
}
