using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Atelier.Imaging.Filling;

/// <summary>How unlike two patches of a plane are. A patch is a square of <see cref="Side"/> pixels around its centre.</summary>
internal static class Patches
{
    internal const int Half = 3;
    internal const int Side = (2 * Half) + 1;

    /// <summary>Pixels that are read beyond a row: vectors hold eight, a row has seven.</summary>
    internal const int Slack = 1;

    private static readonly Vector256<byte> Seven = Vector256
        .Create(
            uint.MaxValue,
            uint.MaxValue,
            uint.MaxValue,
            uint.MaxValue,
            uint.MaxValue,
            uint.MaxValue,
            uint.MaxValue,
            0
        )
        .AsByte();

    /// <summary>The sum of squared differences of the four bands; once above <paramref name="most"/> the rest is left out.</summary>
    /// <param name="one">The place of a centre in the plane, at least <see cref="Half"/> from every rim; likewise <paramref name="other"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Distance(uint[] plane, int width, int one, int other, int most)
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(plane);
        var sum = 0;
        var corner = -(Half * width) - Half;
        var (a, b) = (one + corner, other + corner);
        for (var row = 0; row < Side; row++, a += width, b += width)
        {
            var first = Vector256.LoadUnsafe(ref start, (nuint)a).AsByte();
            var second = Vector256.LoadUnsafe(ref start, (nuint)b).AsByte();
            var apart = (Vector256.Max(first, second) - Vector256.Min(first, second)) & Seven;
            var (low, high) = Vector256.Widen(apart);
            var (lowest, lower) = Vector256.Widen(low * low);
            var (higher, highest) = Vector256.Widen(high * high);
            sum += (int)Vector256.Sum(lowest + lower + higher + highest);
            if (sum >= most)
                return sum;
        }

        return sum;
    }

    /// <summary>Pixels beside each other of which the patches lie wholly inside a plane: a margin of <see cref="Half"/> is left out.</summary>
    internal static bool Inside(int x, int y, int width, int height) =>
        (uint)(x - Half) < (uint)(width - (2 * Half)) && (uint)(y - Half) < (uint)(height - (2 * Half));

    internal static int Log2(int value) => BitOperations.Log2((uint)Math.Max(1, value));
}
