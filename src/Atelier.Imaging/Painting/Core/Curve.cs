namespace Atelier.Imaging.Painting.Core;

/// <summary>Curves from basic arithmetic only; <c>MathF.Sin</c>, <c>Pow</c> and <c>Exp</c> differ between platforms.</summary>
internal static class Curve
{
    public static float Unit(float x) =>
        x < 0f ? 0f
        : x > 1f ? 1f
        : x;

    public static float Lerp(float a, float b, float t) => a + ((b - a) * t);

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between.</summary>
    public static float Step(float low, float high, float x)
    {
        var t = Unit((x - low) / (high - low));
        return t * t * (3f - (2f * t));
    }

    /// <summary>Sine of <paramref name="turns"/> full turns, to about 0.001.</summary>
    public static float Sin(float turns)
    {
        var t = turns - MathF.Floor(turns);
        var half = t < 0.5f ? t : t - 0.5f;
        var bow = 16f * half * (0.5f - half);
        var sine = 4f * bow / (5f - bow);
        return t < 0.5f ? sine : -sine;
    }

    public static float Cos(float turns) => Sin(turns + 0.25f);

    /// <summary>Falls from 1 at 0 towards 0, half at 1.</summary>
    public static float Glow(float distance) => 1f / (1f + (distance * distance));
}
