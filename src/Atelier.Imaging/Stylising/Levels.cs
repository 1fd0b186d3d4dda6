namespace Atelier.Imaging.Stylising;

/// <summary>How dark and how light a photo gets, but for a few of its pixels.</summary>
internal sealed record Levels(int Dark, int Light)
{
    // A foggy photo may stay foggy.
    private const float MostStretch = 1.6f;

    public static Levels Of(Film film)
    {
        var counts = new int[256];
        for (var at = 0; at < film.Red.Length; at++)
            counts[film.Luma(at)]++;
        var few = film.Red.Length / 100;
        var (dark, light) = (0, 255);
        for (var sum = counts[0]; sum <= few && dark < 255; sum += counts[dark])
            dark++;
        for (var sum = counts[255]; sum <= few && light > 0; sum += counts[light])
            light--;
        return new Levels(dark, Math.Max(light, dark + 1));
    }

    /// <summary>The lightness in a photo that goes from black to white.</summary>
    public float Stretch(float light)
    {
        var stretch = MathF.Min(255f / (Light - Dark), MostStretch);
        var middle = (Dark + Light) / 2f;
        // What lies in the middle moves there with the rest, as far as the stretch goes.
        var centre = middle + ((127.5f - middle) * (stretch - 1f) / (MostStretch - 1f));
        return Math.Clamp(centre + ((light - middle) * stretch), 0f, 255f);
    }
}
