using System.Runtime.CompilerServices;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Filling;

/// <summary>Paints the hole of a plane: each pixel becomes what the patches over it say, the surer ones louder.</summary>
internal static class PatchVote
{
    // What lies deep inside is guessed from guesses.
    private const float Fading = 0.9f;
    private const int Deepest = 40;

    /// <param name="depth">Steps from what is known, of each pixel.</param>
    /// <param name="sharp">Whether the best voices drown the rest, as at the end, when no blur may stay.</param>
    public static void Paint(Plane plane, PatchField field, byte[] depth, bool sharp, Rows rows)
    {
        if (field.Targets.Length == 0)
            return;

        var weights = Weights();
        var usual = Usual(field, sharp);
        var made = new uint[plane.Width * plane.Height];
        rows.Each(
            plane.Height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < plane.Width; x++)
                {
                    var at = (y * plane.Width) + x;
                    if (plane.Hole[at] != 0)
                        made[at] = Pixel(plane, field, x, y, depth, weights, usual);
                }
            }
        );
        for (var at = 0; at < made.Length; at++)
        {
            if (plane.Hole[at] != 0)
                plane.Pixels[at] = made[at];
        }
    }

    /// <summary>What the patches over the known rim of the hole would have said of it; other pixels are a hole in the answer.</summary>
    public static Plane Rim(Plane plane, PatchField field, byte[] depth, Rows rows)
    {
        var (weights, usual) = (Weights(), Usual(field, sharp: true));
        var rim = new Plane(plane.Width, plane.Height);
        rows.Each(
            plane.Height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < plane.Width; x++)
                {
                    var at = (y * plane.Width) + x;
                    rim.Hole[at] = 1;
                    if (plane.Hole[at] != 0 || !IsBesideHole(plane, x, y))
                        continue;
                    rim.Hole[at] = 0;
                    rim.Pixels[at] = Pixel(plane, field, x, y, depth, weights, usual);
                }
            }
        );
        return rim;
    }

    private static bool IsBesideHole(Plane plane, int x, int y)
    {
        var at = (y * plane.Width) + x;
        return (x > 0 && plane.Hole[at - 1] != 0)
            || (x < plane.Width - 1 && plane.Hole[at + 1] != 0)
            || (y > 0 && plane.Hole[at - plane.Width] != 0)
            || (y < plane.Height - 1 && plane.Hole[at + plane.Width] != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Pixel(Plane plane, PatchField field, int x, int y, byte[] depth, float[] weights, float usual)
    {
        float first = 0,
            second = 0,
            third = 0,
            fourth = 0,
            sum = 0;
        var at = (y * plane.Width) + x;
        for (var down = -Patches.Half; down <= Patches.Half; down++)
        for (var across = -Patches.Half; across <= Patches.Half; across++)
        {
            if (!Patches.Inside(x - across, y - down, plane.Width, plane.Height))
                continue;
            var away = (down * plane.Width) + across;
            var target = at - away;
            var find = field.At(target);
            if (find < 0)
                continue;
            var apart = field.Apart[target] / usual;
            var weight = weights[Math.Min(Deepest, (int)depth[target])] / (1f + (apart * apart));
            var pixel = plane.Pixels[find + away];
            first += weight * (byte)pixel;
            second += weight * (byte)(pixel >> 8);
            third += weight * (byte)(pixel >> 16);
            fourth += weight * (byte)(pixel >> 24);
            sum += weight;
        }

        return sum <= 0f
            ? plane.Pixels[at]
            : Plane.Pack(Round(first / sum), Round(second / sum), Round(third / sum), Round(fourth / sum));
    }

    private static int Round(float value) => Math.Clamp((int)(value + 0.5f), 0, 255);

    private static float[] Weights()
    {
        var weights = new float[Deepest + 1];
        weights[0] = 1f;
        for (var depth = 1; depth <= Deepest; depth++)
            weights[depth] = weights[depth - 1] * Fading;
        return weights;
    }

    // The difference of a patch that is neither good nor bad.
    private static float Usual(PatchField field, bool sharp)
    {
        var step = Math.Max(1, field.Targets.Length / 4000);
        var sample = new List<int>();
        for (var i = 0; i < field.Targets.Length; i += step)
            sample.Add(field.Apart[field.Targets[i]]);
        sample.Sort();
        return Math.Max(sharp ? 60f : 200f, sample[sharp ? sample.Count / 6 : sample.Count * 3 / 4]);
    }
}
