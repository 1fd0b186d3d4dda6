using System.Numerics;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Smoothing;

/// <summary>Blurs a plane of numbers with a bell that ends at its reach; made of products only, as no <c>Exp</c> is the same everywhere.</summary>
internal static class Blur
{
    /// <param name="reach">Pixels to each side, at least 1; the bell is half as high at 0.54 of it.</param>
    public static float[] Apply(float[] plane, int width, int height, float reach, Rows rows)
    {
        var bell = Bell(reach);
        var across = GC.AllocateUninitializedArray<float>(plane.Length);
        rows.Each(
            height,
            () => new float[width + bell.Length],
            (y, row) => Across(plane.AsSpan(y * width, width), across.AsSpan(y * width, width), row, bell)
        );
        var made = GC.AllocateUninitializedArray<float>(plane.Length);
        rows.Each(height, () => 0, (y, _) => Down(across, made, width, height, y, bell));
        return made;
    }

    private static void Across(ReadOnlySpan<float> from, Span<float> to, float[] row, float[] bell)
    {
        var half = bell.Length / 2;
        row.AsSpan(0, half).Fill(from[0]);
        from.CopyTo(row.AsSpan(half));
        row.AsSpan(half + from.Length).Fill(from[^1]);
        to.Clear();
        for (var tap = 0; tap < bell.Length; tap++)
            Add(row.AsSpan(tap, to.Length), to, bell[tap]);
    }

    private static void Down(float[] from, float[] to, int width, int height, int y, float[] bell)
    {
        var half = bell.Length / 2;
        var row = to.AsSpan(y * width, width);
        row.Clear();
        for (var tap = 0; tap < bell.Length; tap++)
        {
            var other = Math.Clamp(y + tap - half, 0, height - 1);
            Add(from.AsSpan(other * width, width), row, bell[tap]);
        }
    }

    // Product and sum stay apart: joined into one operation they round differently on machines that have it.
    private static void Add(ReadOnlySpan<float> from, Span<float> to, float weight)
    {
        var x = 0;
        for (; x <= to.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var product = new Vector<float>(from[x..]) * weight;
            (new Vector<float>(to[x..]) + product).CopyTo(to[x..]);
        }

        for (; x < to.Length; x++)
        {
            var product = from[x] * weight;
            to[x] += product;
        }
    }

    private static float[] Bell(float reach)
    {
        var half = Math.Max(1, (int)MathF.Floor(reach));
        var bell = new float[(2 * half) + 1];
        var sum = 0f;
        for (var at = 0; at < bell.Length; at++)
        {
            var far = (at - half) / (MathF.Max(1f, reach) + 0.5f);
            var near = 1f - (far * far);
            bell[at] = near * near;
            sum += bell[at];
        }

        for (var at = 0; at < bell.Length; at++)
            bell[at] /= sum;
        return bell;
    }
}
