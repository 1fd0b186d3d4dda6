namespace Atelier.Core.Images;

/// <summary>The formats an original can have.</summary>
public enum ImageFormat
{
    Png,
    Jpeg,
    Webp,
}
