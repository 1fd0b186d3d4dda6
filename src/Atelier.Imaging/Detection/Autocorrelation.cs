using System.Numerics;

namespace Atelier.Imaging.Detection;

/// <summary>How much a plane resembles itself when it is moved: 1 for not at all moved, 0 for no likeness.</summary>
internal sealed class Autocorrelation
{
    private readonly GreyPlane _plane;
    private readonly float[] _values;
    private readonly int _side;

    private Autocorrelation(GreyPlane plane, float[] values, int side) =>
        (_plane, _values, _side) = (plane, values, side);

    /// <param name="plane">Values around zero, at most <paramref name="side"/> in each direction.</param>
    /// <param name="side">A power of two.</param>
    internal static Autocorrelation Of(GreyPlane plane, int side)
    {
        var (real, imaginary) = (new float[side * side], new float[side * side]);
        for (var y = 0; y < plane.Height; y++)
            plane.Values.AsSpan(y * plane.Width, plane.Width).CopyTo(real.AsSpan(y * side));
        (real, imaginary) = Transform(real, imaginary, side);
        for (var at = 0; at < real.Length; at++)
            (real[at], imaginary[at]) = ((real[at] * real[at]) + (imaginary[at] * imaginary[at]), 0);
        // The power is the same seen backwards, so a second transform there is as good as the way back.
        (real, _) = Transform(real, imaginary, side);
        return new Autocorrelation(plane, real, side);
    }

    /// <summary>The likeness at a move, made even for the part of the picture that still overlaps.</summary>
    internal float At(int across, int down)
    {
        var overlap =
            (_plane.Width - Math.Abs(across)) / (float)_plane.Width * (_plane.Height - Math.Abs(down)) / _plane.Height;
        var value = _values[((down & (_side - 1)) * _side) + (across & (_side - 1))];
        return value / Math.Max(1e-6f, _values[0] * overlap);
    }

    private static (float[] Real, float[] Imaginary) Transform(float[] real, float[] imaginary, int side)
    {
        Columns(real, imaginary, side);
        (real, imaginary) = (Turn(real, side), Turn(imaginary, side));
        Columns(real, imaginary, side);
        return (Turn(real, side), Turn(imaginary, side));
    }

    private static float[] Turn(float[] values, int side)
    {
        const int Block = 16;
        var turned = new float[values.Length];
        for (var top = 0; top < side; top += Block)
        for (var left = 0; left < side; left += Block)
        for (var y = top; y < top + Block; y++)
        for (var x = left; x < left + Block; x++)
            turned[(x * side) + y] = values[(y * side) + x];
        return turned;
    }

    // All columns at once, so that neighbours in memory take the same step.
    private static void Columns(float[] real, float[] imaginary, int side)
    {
        var bits = BitOperations.Log2((uint)side);
        for (var row = 0; row < side; row++)
        {
            var other = 0;
            for (var bit = 0; bit < bits; bit++)
                other |= ((row >> bit) & 1) << (bits - 1 - bit);
            if (other > row)
            {
                Swap(real.AsSpan(row * side, side), real.AsSpan(other * side, side));
                Swap(imaginary.AsSpan(row * side, side), imaginary.AsSpan(other * side, side));
            }
        }

        for (var half = 1; half < side; half *= 2)
        for (var place = 0; place < half; place++)
        {
            var (sin, cos) = Math.SinCos(-Math.PI * place / half);
            for (var row = place; row < side; row += half * 2)
                Butterfly(real, imaginary, row * side, (row + half) * side, side, (float)cos, (float)sin);
        }
    }

    private static void Butterfly(float[] real, float[] imaginary, int one, int two, int side, float cos, float sin)
    {
        var width = Vector<float>.Count;
        var (turn, lean) = (new Vector<float>(cos), new Vector<float>(sin));
        for (var x = 0; x < side; x += width)
        {
            var (r, i) = (new Vector<float>(real, two + x), new Vector<float>(imaginary, two + x));
            var (turnedReal, turnedImaginary) = ((r * turn) - (i * lean), (r * lean) + (i * turn));
            var (a, b) = (new Vector<float>(real, one + x), new Vector<float>(imaginary, one + x));
            (a + turnedReal).CopyTo(real, one + x);
            (b + turnedImaginary).CopyTo(imaginary, one + x);
            (a - turnedReal).CopyTo(real, two + x);
            (b - turnedImaginary).CopyTo(imaginary, two + x);
        }
    }

    private static void Swap(Span<float> one, Span<float> two)
    {
        for (var x = 0; x < one.Length; x++)
            (one[x], two[x]) = (two[x], one[x]);
    }
}
