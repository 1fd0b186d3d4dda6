namespace Atelier.Client.Photos;

/// <summary>The styles of the photo door. An operator can switch each of them off.</summary>
public static class PhotoStyles
{
    /// <summary>Soft light and painted landscapes, after animated films.</summary>
    public const string Ghibli = "ghibli";

    /// <summary>Bold lines and bright colours, after fighting comics.</summary>
    public const string Dragonball = "dragonball";

    /// <summary>Few pixels, few colours.</summary>
    public const string Pixel = "pixel";

    /// <summary>Brush strokes on canvas.</summary>
    public const string Oil = "oil";

    /// <summary>Flat colours with outlines.</summary>
    public const string Cartoon = "cartoon";
}
