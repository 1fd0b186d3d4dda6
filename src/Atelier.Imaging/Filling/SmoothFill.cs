using System.Runtime.CompilerServices;

namespace Atelier.Imaging.Filling;

/// <summary>Fills a hole with what flows in from its rim: no pattern, but no edge either.</summary>
internal static class SmoothFill
{
    public static void Paint(Plane plane)
    {
        if (plane.Missing() is 0)
            return;
        if (plane.Missing() == plane.Hole.Length)
            return;

        Pull(plane);
    }

    // Known means of ever larger squares fill what the smaller ones leave open.
    private static void Pull(Plane plane)
    {
        if (plane.Missing() == 0 || (plane.Width == 1 && plane.Height == 1))
            return;

        var half = plane.Halve();
        Pull(half);
        for (var y = 0; y < plane.Height; y++)
        for (var x = 0; x < plane.Width; x++)
        {
            var at = (y * plane.Width) + x;
            if (plane.Hole[at] != 0)
                plane.Pixels[at] = Between(half, (x - 0.5f) / 2f, (y - 0.5f) / 2f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Between(Plane half, float x, float y)
    {
        var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (across, down) = (x - left, y - top);
        var one = Mix(At(half, left, top), At(half, left + 1, top), across);
        var two = Mix(At(half, left, top + 1), At(half, left + 1, top + 1), across);
        return Mix(one, two, down);
    }

    private static uint At(Plane plane, int x, int y) =>
        plane.Pixels[(Math.Clamp(y, 0, plane.Height - 1) * plane.Width) + Math.Clamp(x, 0, plane.Width - 1)];

    private static uint Mix(uint one, uint other, float share) =>
        Plane.Pack(
            Mix((byte)one, (byte)other, share),
            Mix((byte)(one >> 8), (byte)(other >> 8), share),
            Mix((byte)(one >> 16), (byte)(other >> 16), share),
            Mix((byte)(one >> 24), (byte)(other >> 24), share)
        );

    private static int Mix(byte one, byte other, float share) => (int)(one + ((other - one) * share) + 0.5f);
}
