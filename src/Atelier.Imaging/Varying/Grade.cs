using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Varying;

/// <summary>A light and a mood: warmth, tint, contrast, saturation, and a glow from one side.</summary>
internal sealed class Grade
{
    private readonly float _warmth;
    private readonly float _tint;
    private readonly float _contrast;
    private readonly float _saturation;
    private readonly float _lift;
    private readonly float _glow;
    private readonly float _glowX;
    private readonly float _glowY;
    private readonly float _rim;

    public Grade(ref Rng dice, float strength)
    {
        _warmth = strength * dice.Range(-0.13f, 0.13f);
        _tint = strength * dice.Range(-0.05f, 0.05f);
        _contrast = 1f + (strength * dice.Range(-0.12f, 0.22f));
        _saturation = 1f + (strength * dice.Range(-0.35f, 0.35f));
        _lift = strength * dice.Range(-0.06f, 0.06f);
        _glow = strength * dice.Range(0.06f, 0.2f);
        _glowX = dice.Range(-0.2f, 1.2f);
        _glowY = dice.Range(-0.2f, 0.6f);
        _rim = strength * dice.Range(0f, 0.22f);
    }

    /// <param name="pixel">Red, green and blue first.</param>
    /// <param name="x">0 to 1 across; likewise <paramref name="y"/> down.</param>
    public void Apply(Span<byte> pixel, float x, float y)
    {
        var (red, green, blue) = (pixel[0] / 255f, pixel[1] / 255f, pixel[2] / 255f);
        var light = (0.299f * red) + (0.587f * green) + (0.114f * blue);
        var near = 1f / (1f + (3f * (((x - _glowX) * (x - _glowX)) + ((y - _glowY) * (y - _glowY)))));
        var edge = ((x - 0.5f) * (x - 0.5f)) + ((y - 0.5f) * (y - 0.5f));
        var lit = 1f + (_glow * ((2f * near) - 0.8f)) - (_rim * 2f * edge);
        pixel[0] = Level(red, light, 1f + _warmth, lit);
        pixel[1] = Level(green, light, 1f + _tint, lit);
        pixel[2] = Level(blue, light, 1f - _warmth, lit);
    }

    private byte Level(float value, float light, float cast, float lit)
    {
        var coloured = (light + ((value - light) * _saturation)) * cast * lit;
        var level = 0.5f + ((coloured - 0.5f) * _contrast) + _lift;
        return (byte)Math.Clamp((level * 255f) + 0.5f, 0f, 255f);
    }
}
