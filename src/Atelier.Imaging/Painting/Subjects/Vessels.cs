using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Subjects;

/// <summary>Sailing boat and hot air balloon, one unit of height.</summary>
internal static class Vessels
{
    public static void Boat(Sketch s, Vector3 sail, Vector3 hull)
    {
        var mast = hull * 0.6f;
        s.Box(-0.012f, 0.08f, 0.012f, 1f, mast, mast);
        s.Smooth(
            sail,
            sail * 0.80f,
            0.03f,
            0.95f,
            0.16f,
            0.60f,
            0.40f,
            0.19f,
            0.22f,
            0.17f,
            0.03f,
            0.18f,
            0.035f,
            0.5f
        );
        s.Smooth(sail * 0.92f, sail * 0.72f, -0.03f, 0.86f, -0.10f, 0.52f, -0.32f, 0.19f, -0.16f, 0.19f, -0.03f, 0.2f);
        s.Smooth(hull, hull * 0.55f, -0.46f, 0.13f, 0f, 0.10f, 0.50f, 0.14f, 0.38f, 0.01f, 0f, -0.025f, -0.34f, 0f);
        s.Poly(sail * 0.9f, sail * 0.9f, -0.43f, 0.115f, 0.46f, 0.125f, 0.45f, 0.105f, -0.42f, 0.095f);
    }

    public static void Balloon(Sketch s, Vector3 first, Vector3 second)
    {
        s.Smooth(
            first,
            first * 0.7f,
            0f,
            1f,
            0.24f,
            0.93f,
            0.36f,
            0.70f,
            0.26f,
            0.42f,
            0.08f,
            0.22f,
            -0.08f,
            0.22f,
            -0.26f,
            0.42f,
            -0.36f,
            0.70f,
            -0.24f,
            0.93f
        );
        Stripe(s, second, -0.24f, -0.15f);
        Stripe(s, second, -0.055f, 0.055f);
        Stripe(s, second, 0.15f, 0.24f);
        var rope = first * 0.35f;
        s.Poly(rope, -0.07f, 0.22f, -0.062f, 0.22f, -0.045f, 0.09f, -0.052f, 0.09f);
        s.Poly(rope, 0.07f, 0.22f, 0.062f, 0.22f, 0.045f, 0.09f, 0.052f, 0.09f);
        s.Box(-0.06f, 0f, 0.06f, 0.095f, new Vector3(0.46f, 0.31f, 0.19f), new Vector3(0.30f, 0.19f, 0.12f));
    }

    private static void Stripe(Sketch s, Vector3 colour, float from, float to)
    {
        // A meridian: as wide as the balloon is at each height.
        s.Smooth(
            colour,
            colour * 0.7f,
            from * 0.35f,
            0.985f,
            to * 0.35f,
            0.985f,
            to * 1.2f,
            0.88f,
            to * 1.5f,
            0.70f,
            to * 1.08f,
            0.42f,
            to * 0.35f,
            0.225f,
            from * 0.35f,
            0.225f,
            from * 1.08f,
            0.42f,
            from * 1.5f,
            0.70f,
            from * 1.2f,
            0.88f
        );
    }
}
