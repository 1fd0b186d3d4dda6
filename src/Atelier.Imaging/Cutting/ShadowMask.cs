namespace Atelier.Imaging.Cutting;

/// <summary>The soft shadow that a subject throws on a plain, light background: how dark it is, with the colour taken as black.</summary>
internal static class ShadowMask
{
    private const float LeastLight = 0.35f;

    // What is darker by less is the lens, or the paper.
    private const float Unseen = 0.03f;
    private const float Darkest = 0.75f;

    /// <summary>0 (none) to 0.75; null where there is no background that a shadow could be told from.</summary>
    public static Field? Of(Field[] colours, Field mask)
    {
        if (PlainSurface.Of(colours, mask) is not { } surface || Light(surface.At, 0.5f, 0.5f) < LeastLight)
            return null;

        var shadow = new Field(mask.Width, mask.Height);
        for (var at = 0; at < shadow.Values.Length; at++)
        {
            var (x, y) = (((at % mask.Width) + 0.5f) / mask.Width, ((at / mask.Width) + 0.5f) / mask.Height);
            shadow.Values[at] = At(colours, surface, at, x, y);
        }

        return shadow;
    }

    private static float At(Field[] colours, PlainSurface surface, int at, float x, float y)
    {
        var behind = Light(surface.At, x, y);
        var here = Light((band, _, _) => colours[band].Values[at], x, y);
        var left = here / Math.Max(0.01f, behind);
        // A shadow dims all three colours alike; what has a colour of its own is a thing.
        var strange = 0f;
        for (var band = 0; band < 3; band++)
            strange = Math.Max(strange, Math.Abs(colours[band].Values[at] - (surface.At(band, x, y) * left)));
        var grey = Math.Clamp(1f - ((strange - 0.04f) / 0.08f), 0f, 1f);
        return Math.Clamp((1f - left - Unseen) / (1f - Unseen), 0f, Darkest) * grey;
    }

    private static float Light(Func<int, float, float, float> colour, float x, float y) =>
        (0.299f * colour(0, x, y)) + (0.587f * colour(1, x, y)) + (0.114f * colour(2, x, y));
}
