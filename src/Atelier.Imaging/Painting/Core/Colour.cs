using System.Numerics;

namespace Atelier.Imaging.Painting.Core;

/// <summary>
/// Colours as sRGB in 0..1. Only + - * / and comparisons are used: <c>Vector3.Lerp</c> and <c>Dot</c> may fuse or
/// reorder operations on some processors, and then bytes would differ between machines.
/// </summary>
internal static class Colour
{
    public static Vector3 Hex(int rgb) => new Vector3((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255) / 255f;

    public static Vector3 Mix(Vector3 a, Vector3 b, float t) => a + ((b - a) * t);

    public static float Luma(Vector3 c) => (c.X * 0.299f) + (c.Y * 0.587f) + (c.Z * 0.114f);

    public static Vector3 Saturate(Vector3 c, float amount)
    {
        var grey = new Vector3(Luma(c));
        return grey + ((c - grey) * amount);
    }

    /// <summary>Moves a colour towards the hue of <paramref name="tint"/> and keeps about its brightness.</summary>
    public static Vector3 Tint(Vector3 c, Vector3 tint, float amount)
    {
        var scale = (0.25f + Luma(c)) / (0.25f + Luma(tint));
        return Mix(c, Limit(tint * scale), amount);
    }

    public static Vector3 Screen(Vector3 c, Vector3 light) => c + (light * (Vector3.One - c));

    public static Vector3 Limit(Vector3 c) => new(Curve.Unit(c.X), Curve.Unit(c.Y), Curve.Unit(c.Z));
}
