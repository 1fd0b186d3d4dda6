using System.Globalization;
using Atelier.Engine.Renditions;

namespace Atelier.Server.Images;

/// <summary>What <c>POST /v1/images/{id}/urls</c> takes; nothing is required.</summary>
internal sealed class UrlBody
{
    /// <summary>original (the default), optimized, thumb-512, thumb-256, thumb-128 or placeholder.</summary>
    public string? Variant { get; set; }

    /// <summary>Pixels, 1 to 4096; alone it keeps the ratio.</summary>
    public int? Width { get; set; }

    /// <summary>Pixels, 1 to 4096; alone it keeps the ratio.</summary>
    public int? Height { get; set; }

    /// <summary>contain (the default) lies inside the size, cover fills and crops it, pad fills it up with the edge's colour.</summary>
    public string? Fit { get; set; }

    /// <summary>png, jpeg, webp, avif, or auto, which goes by the Accept header of whoever fetches it.</summary>
    public string? Format { get; set; }

    /// <summary>1 to 100; the nearest of 80 (the default), 60 and 40 is taken.</summary>
    public int? Quality { get; set; }

    /// <summary>A named rendition of the operator's; what is said besides goes before it.</summary>
    public string? Preset { get; set; }

    /// <summary>Seconds that the address works, 60 to 604800. The default is a day.</summary>
    public int? ExpiresIn { get; set; }

    public WishDraft ToDraft() =>
        new()
        {
            Width = Text(Width),
            Height = Text(Height),
            Fit = Fit,
            Format = Format,
            Quality = Text(Quality),
            Preset = Preset,
        };

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
