namespace Atelier.Engine.Renditions;

/// <summary>What a door, or the settings, call the parts of a wish; errors name them so.</summary>
public sealed record WishFields(
    string Width,
    string Height,
    string Fit,
    string Format,
    string Quality,
    string Preset,
    string Variant
)
{
    /// <summary>In an address.</summary>
    public static readonly WishFields Address = new("w", "h", "fit", "format", "q", "preset", "variant");

    /// <summary>In a body.</summary>
    public static readonly WishFields Body = new("width", "height", "fit", "format", "quality", "preset", "variant");

    /// <summary>In the settings of a preset.</summary>
    public static WishFields Setting(string preset)
    {
        var key = $"Images:Presets:{preset}";
        return new($"{key}:Width", $"{key}:Height", $"{key}:Fit", $"{key}:Format", $"{key}:Quality", key, key);
    }
}
