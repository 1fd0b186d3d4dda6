using System.Runtime.CompilerServices;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Cutting;

/// <summary>The mean of the square around each value, in the same time for every size of it.</summary>
internal static class BoxMean
{
    // Columns that are summed beside each other, so that memory is read in rows.
    private const int Block = 64;

    /// <param name="half">The square has 2 * half + 1 values a side; less at the rims.</param>
    public static Field Of(Field field, int half, Rows rows)
    {
        var (width, height) = (field.Width, field.Height);
        var across = new Field(width, height);
        rows.Each(height, () => 0, (y, _) => Across(field.Values, across.Values, y * width, width, half));
        var made = new Field(width, height);
        rows.Each(
            (width + Block - 1) / Block,
            () => new double[Block],
            (block, sums) =>
            {
                var left = block * Block;
                Down(across, made, left, Math.Min(Block, width - left), half, sums);
            }
        );
        return made;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(float[] from, float[] to, int start, int count, int half)
    {
        // Sums in double: what is taken away again must not leave a trace.
        var sum = 0.0;
        for (var place = 0; place < Math.Min(half, count); place++)
            sum += from[start + place];
        for (var place = 0; place < count; place++)
        {
            if (place + half < count)
                sum += from[start + place + half];
            if (place - half - 1 >= 0)
                sum -= from[start + place - half - 1];
            to[start + place] = (float)(sum / Members(place, count, half));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down(Field from, Field to, int left, int columns, int half, double[] sums)
    {
        sums.AsSpan().Clear();
        for (var row = 0; row < Math.Min(half, from.Height); row++)
            Add(from, left, row, sums.AsSpan(0, columns), 1);
        for (var row = 0; row < from.Height; row++)
        {
            if (row + half < from.Height)
                Add(from, left, row + half, sums.AsSpan(0, columns), 1);
            if (row - half - 1 >= 0)
                Add(from, left, row - half - 1, sums.AsSpan(0, columns), -1);
            var members = Members(row, from.Height, half);
            var line = to.Values.AsSpan((row * to.Width) + left, columns);
            for (var column = 0; column < columns; column++)
                line[column] = (float)(sums[column] / members);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Field from, int left, int row, Span<double> sums, double sign)
    {
        var line = from.Values.AsSpan((row * from.Width) + left, sums.Length);
        for (var column = 0; column < sums.Length; column++)
            sums[column] += sign * line[column];
    }

    private static int Members(int place, int count, int half) =>
        Math.Min(place + half, count - 1) - Math.Max(place - half, 0) + 1;
}
