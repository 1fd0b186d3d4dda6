using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Subjects;

/// <summary>House, lighthouse and castle, one unit of height or width.</summary>
internal static class Buildings
{
    public static void House(Sketch s, Vector3 wall, Vector3 roof, Vector3 window)
    {
        var shade = wall * 0.72f;
        s.Box(-0.5f, 0f, 0.18f, 0.42f, wall, wall * 0.88f);
        s.Poly(shade, shade * 0.9f, 0.18f, 0f, 0.5f, 0.05f, 0.5f, 0.42f, 0.34f, 0.74f, 0.18f, 0.42f);
        s.Box(-0.36f, 0.62f, -0.26f, 0.92f, shade, shade);
        s.Poly(roof, roof * 0.8f, -0.58f, 0.38f, 0.17f, 0.38f, 0.36f, 0.80f, -0.40f, 0.80f);
        s.Poly(
            roof * 0.7f,
            roof * 0.6f,
            0.36f,
            0.80f,
            0.56f,
            0.40f,
            0.52f,
            0.38f,
            0.34f,
            0.73f,
            0.19f,
            0.40f,
            0.15f,
            0.38f
        );
        s.Box(-0.40f, 0.14f, -0.26f, 0.30f, window, window * 0.92f);
        s.Box(-0.05f, 0.14f, 0.09f, 0.30f, window, window * 0.92f);
        s.Box(-0.215f, 0f, -0.10f, 0.28f, roof * 0.6f, roof * 0.5f);
        s.Box(0.295f, 0.18f, 0.385f, 0.34f, window * 0.95f, window * 0.85f);
    }

    public static void Lighthouse(Sketch s, Vector3 wall, Vector3 stripe, Vector3 lamp)
    {
        s.Poly(wall, wall * 0.82f, -0.11f, 0f, 0.11f, 0f, 0.07f, 0.76f, -0.07f, 0.76f);
        for (var i = 0; i < 3; i++)
        {
            var low = 0.08f + (i * 0.24f);
            var half = 0.11f - (0.0526f * low);
            var narrow = half - 0.0063f;
            s.Poly(stripe, stripe * 0.85f, -half, low, half, low, narrow, low + 0.12f, -narrow, low + 0.12f);
        }
        s.Box(-0.095f, 0.76f, 0.095f, 0.785f, stripe * 0.5f, stripe * 0.5f);
        s.Oval(0f, 0.83f, 0.16f, 0.12f, lamp, lamp, 0.18f);
        s.Box(-0.055f, 0.785f, 0.055f, 0.88f, lamp, lamp * 0.95f);
        s.Poly(stripe, stripe * 0.7f, -0.075f, 0.88f, 0.075f, 0.88f, 0f, 0.98f);
    }

    public static void Castle(Sketch s, Vector3 wall, Vector3 roof, Vector3 window)
    {
        Tower(s, -0.20f, 0.09f, 0.70f, wall * 0.85f, roof * 0.9f, window);
        Tower(s, 0.16f, 0.10f, 0.84f, wall * 0.9f, roof, window);
        s.Box(-0.42f, 0f, 0.42f, 0.36f, wall, wall * 0.78f);
        for (var i = 0; i < 11; i++)
            s.Box(-0.42f + (i * 0.078f), 0.36f, -0.375f + (i * 0.078f), 0.40f, wall, wall);
        Tower(s, -0.42f, 0.10f, 0.52f, wall, roof, window);
        Tower(s, 0.42f, 0.11f, 0.58f, wall, roof, window);
        s.Box(-0.07f, 0f, 0.07f, 0.15f, wall * 0.3f, wall * 0.25f);
        s.Oval(0f, 0.15f, 0.07f, 0.07f, wall * 0.3f, wall * 0.3f);
    }

    private static void Tower(Sketch s, float x, float half, float top, Vector3 wall, Vector3 roof, Vector3 window)
    {
        s.Box(x - half, 0f, x + (half * 0.3f), top, wall, wall * 0.8f);
        s.Box(x + (half * 0.3f), 0f, x + half, top, wall * 0.8f, wall * 0.64f);
        s.Box(x - (half * 1.15f), top - 0.03f, x + (half * 1.15f), top + 0.01f, wall, wall * 0.9f);
        s.Poly(roof, roof * 0.75f, x - (half * 1.2f), top, x + (half * 1.2f), top, x, top + (half * 3f));
        s.Box(x - 0.018f, top - 0.14f, x + 0.012f, top - 0.07f, window, window);
    }
}
