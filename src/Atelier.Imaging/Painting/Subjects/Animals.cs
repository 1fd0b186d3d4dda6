using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Subjects;

/// <summary>Fox, deer and bird, one unit of height, looking to the right.</summary>
internal static class Animals
{
    public static void Fox(Sketch s, Vector3 coat, Vector3 light)
    {
        var dark = coat * 0.28f;
        var shade = coat * 0.68f;
        var white = Colour.Mix(light, coat, 0.08f);
        Leg(s, shade, dark, -0.36f);
        Leg(s, shade, dark, 0.30f);
        // Tail: behind, long and full, with a white tip.
        s.Smooth(
            coat,
            shade,
            -0.42f,
            0.56f,
            -0.66f,
            0.60f,
            -0.98f,
            0.36f,
            -1.16f,
            0.12f,
            -1.00f,
            0.10f,
            -0.74f,
            0.20f,
            -0.50f,
            0.42f
        );
        s.Smooth(
            white,
            white * 0.9f,
            -0.99f,
            0.345f,
            -1.10f,
            0.24f,
            -1.20f,
            0.06f,
            -1.04f,
            0.09f,
            -0.92f,
            0.13f,
            -0.97f,
            0.23f
        );
        s.Smooth(
            coat,
            shade,
            -0.52f,
            0.52f,
            -0.40f,
            0.645f,
            -0.05f,
            0.615f,
            0.30f,
            0.67f,
            0.46f,
            0.60f,
            0.47f,
            0.40f,
            0.30f,
            0.29f,
            -0.05f,
            0.33f,
            -0.36f,
            0.31f,
            -0.50f,
            0.38f
        );
        Leg(s, coat, dark, -0.44f);
        Leg(s, coat, dark, 0.36f);
        // Neck with a white bib, then the head.
        s.Smooth(coat, coat * 0.9f, 0.22f, 0.64f, 0.42f, 0.86f, 0.64f, 0.82f, 0.58f, 0.56f, 0.44f, 0.40f);
        s.Smooth(white, white * 0.86f, 0.44f, 0.68f, 0.64f, 0.68f, 0.58f, 0.52f, 0.46f, 0.36f, 0.42f, 0.52f);
        s.Poly(dark, shade, 0.44f, 0.90f, 0.47f, 1.08f, 0.57f, 0.93f);
        s.Poly(coat, coat, 0.52f, 0.92f, 0.585f, 1.10f, 0.66f, 0.90f);
        s.Smooth(
            coat,
            coat * 0.92f,
            0.42f,
            0.82f,
            0.48f,
            0.94f,
            0.62f,
            0.945f,
            0.73f,
            0.86f,
            0.90f,
            0.755f,
            0.88f,
            0.715f,
            0.66f,
            0.67f,
            0.48f,
            0.69f
        );
        s.Smooth(
            white,
            white * 0.9f,
            0.56f,
            0.755f,
            0.70f,
            0.765f,
            0.88f,
            0.735f,
            0.86f,
            0.71f,
            0.66f,
            0.672f,
            0.54f,
            0.69f
        );
        s.Oval(0.892f, 0.745f, 0.024f, 0.02f, dark * 0.4f, dark * 0.4f);
        s.Oval(0.672f, 0.832f, 0.021f, 0.019f, dark * 0.4f, dark * 0.4f);
    }

    public static void Deer(Sketch s, Vector3 coat, Vector3 light)
    {
        var dark = coat * 0.5f;
        Thin(s, dark, -0.26f, 0.42f);
        Thin(s, dark, 0.14f, 0.42f);
        s.Smooth(
            coat,
            coat * 0.72f,
            -0.34f,
            0.60f,
            -0.22f,
            0.645f,
            0.05f,
            0.61f,
            0.22f,
            0.66f,
            0.28f,
            0.54f,
            0.18f,
            0.41f,
            -0.10f,
            0.42f,
            -0.30f,
            0.42f
        );
        Thin(s, coat * 0.8f, -0.31f, 0.45f);
        Thin(s, coat * 0.8f, 0.19f, 0.45f);
        s.Smooth(coat, coat * 0.9f, 0.12f, 0.62f, 0.24f, 0.80f, 0.36f, 0.84f, 0.38f, 0.76f, 0.28f, 0.52f);
        s.Smooth(
            coat,
            coat * 0.85f,
            0.24f,
            0.82f,
            0.32f,
            0.88f,
            0.42f,
            0.84f,
            0.53f,
            0.77f,
            0.51f,
            0.735f,
            0.34f,
            0.75f
        );
        s.Poly(coat * 0.8f, 0.27f, 0.84f, 0.15f, 0.89f, 0.28f, 0.87f);
        s.Oval(-0.35f, 0.57f, 0.03f, 0.05f, light, light);
        s.Oval(0.405f, 0.825f, 0.012f, 0.012f, dark * 0.3f, dark * 0.3f);
        for (var side = 0; side < 2; side++)
        {
            var lean = side == 0 ? -0.10f : 0.06f;
            Twig(s, dark, 0.30f, 0.87f, 0.30f + lean, 1.02f);
            Twig(s, dark, 0.30f + lean, 1.02f, 0.34f + (lean * 2f), 1.16f);
            Twig(s, dark, 0.30f + (lean * 0.7f), 0.97f, 0.40f + lean, 1.06f);
            Twig(s, dark, 0.30f + lean, 1.02f, 0.22f + (lean * 2f), 1.09f);
        }
    }

    public static void Bird(Sketch s, Vector3 colour, float lift)
    {
        var tip = 0.25f + (0.4f * lift);
        s.Smooth(
            colour,
            colour,
            -1f,
            tip - 0.22f,
            -0.55f,
            tip + 0.06f,
            0f,
            0.08f,
            0.55f,
            tip + 0.06f,
            1f,
            tip - 0.22f,
            0.5f,
            tip - 0.06f,
            0f,
            -0.08f,
            -0.5f,
            tip - 0.06f
        );
    }

    private static void Leg(Sketch s, Vector3 coat, Vector3 dark, float x)
    {
        s.Poly(
            coat,
            dark,
            x,
            0.42f,
            x + 0.15f,
            0.42f,
            x + 0.105f,
            0.2f,
            x + 0.10f,
            0.02f,
            x + 0.04f,
            0.02f,
            x + 0.035f,
            0.2f
        );
        s.Oval(x + 0.085f, 0.02f, 0.055f, 0.026f, dark, dark);
    }

    private static void Thin(Sketch s, Vector3 colour, float x, float top) =>
        s.Poly(
            colour,
            colour * 0.7f,
            x,
            top,
            x + 0.085f,
            top,
            x + 0.055f,
            0.2f,
            x + 0.058f,
            0f,
            x + 0.025f,
            0f,
            x + 0.025f,
            0.2f
        );

    private static void Twig(Sketch s, Vector3 colour, float x0, float y0, float x1, float y1) =>
        s.Poly(colour, x0 - 0.011f, y0, x0 + 0.011f, y0, x1 + 0.006f, y1, x1 - 0.006f, y1);
}
