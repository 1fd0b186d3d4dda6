using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising;

/// <summary>Changes how light and how colourful pixels are, by what they are alone.</summary>
internal sealed class Tone
{
    private readonly float[] _light = new float[256];
    private readonly float _colour;

    /// <param name="light">From lightness to lightness, both 0 to 255.</param>
    /// <param name="colour">How much of the colour stays; what is above 1 goes to those who have little.</param>
    public Tone(Func<float, float> light, float colour)
    {
        for (var level = 0; level < _light.Length; level++)
            _light[level] = light(level);
        _colour = colour;
    }

    public void Apply(Film film, Rows rows) =>
        rows.Each(
            film.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * film.Width; at < (y + 1) * film.Width; at++)
                {
                    var was = film.Luma(at);
                    var light = _light[was] + 0.5f;
                    var (red, green, blue) = (film.Red[at], film.Green[at], film.Blue[at]);
                    var full = (Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue))) / 255f;
                    var colour = 1f + ((_colour - 1f) * (1f - full));
                    film.Red[at] = Byte(light + ((red - was) * colour));
                    film.Green[at] = Byte(light + ((green - was) * colour));
                    film.Blue[at] = Byte(light + ((blue - was) * colour));
                }
            }
        );

    /// <summary>Flat steps with soft stairs between them.</summary>
    /// <param name="steps">How many levels there are in all.</param>
    /// <param name="softness">The share of a step that its stair takes, 0 to 1.</param>
    public static float Stepped(float light, int steps, float softness)
    {
        var at = light * (steps - 1) / 255f;
        var low = MathF.Floor(at);
        var stair = Painting.Core.Curve.Step(0.5f - (softness / 2f), 0.5f + (softness / 2f), at - low);
        return (low + stair) * 255f / (steps - 1);
    }

    public static byte Byte(float level) =>
        level <= 0f ? (byte)0
        : level >= 255f ? (byte)255
        : (byte)level;
}
