using System.Runtime.CompilerServices;

namespace Atelier.Imaging.Filling;

/// <summary>A picture with a hole, at one scale: four bands in a number, so that patches can be compared by vectors.</summary>
internal sealed class Plane
{
    public Plane(int width, int height)
    {
        (Width, Height) = (width, height);
        Pixels = new uint[(width * height) + Patches.Slack];
        Hole = new byte[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Rows from the top, and a little more for vectors that read beyond.</summary>
    public uint[] Pixels { get; }

    /// <summary>1 where there is nothing yet.</summary>
    public byte[] Hole { get; }

    /// <summary>Half the size; a pixel is the mean of those known of its four, and a hole where none is.</summary>
    public Plane Halve()
    {
        var half = new Plane(Math.Max(1, Width / 2), Math.Max(1, Height / 2));
        for (var y = 0; y < half.Height; y++)
        for (var x = 0; x < half.Width; x++)
            Halve(half, x, y);
        return half;
    }

    /// <summary>Paints the hole as it is painted in a plane half as large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void TakeFrom(Plane half)
    {
        for (var y = 0; y < Height; y++)
        for (var x = 0; x < Width; x++)
        {
            var at = (y * Width) + x;
            if (Hole[at] != 0)
                Pixels[at] = half.Pixels[
                    (Math.Min(y / 2, half.Height - 1) * half.Width) + Math.Min(x / 2, half.Width - 1)
                ];
        }
    }

    /// <summary>How many pixels are a hole.</summary>
    public int Missing()
    {
        var missing = 0;
        foreach (var hole in Hole)
            missing += hole;
        return missing;
    }

    private void Halve(Plane half, int x, int y)
    {
        int known = 0,
            first = 0,
            second = 0,
            third = 0,
            fourth = 0;
        for (var down = 0; down < 2; down++)
        for (var across = 0; across < 2; across++)
        {
            var at = (Math.Min((2 * y) + down, Height - 1) * Width) + Math.Min((2 * x) + across, Width - 1);
            if (Hole[at] != 0)
                continue;
            var pixel = Pixels[at];
            known++;
            first += (byte)pixel;
            second += (byte)(pixel >> 8);
            third += (byte)(pixel >> 16);
            fourth += (byte)(pixel >> 24);
        }

        var to = (y * half.Width) + x;
        if (known == 0)
        {
            half.Hole[to] = 1;
            return;
        }

        var more = known / 2;
        half.Pixels[to] = Pack(
            (first + more) / known,
            (second + more) / known,
            (third + more) / known,
            (fourth + more) / known
        );
    }

    public static uint Pack(int first, int second, int third, int fourth) =>
        (uint)(first | (second << 8) | (third << 16) | (fourth << 24));
}
