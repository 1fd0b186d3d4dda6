using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Cutting;

/// <summary>The mean of the square around each value, in the same time for every size of it.</summary>
internal static class BoxMean
{
    /// <param name="half">The square has 2 * half + 1 values a side; less at the rims.</param>
    public static Field Of(Field field, int half, Rows rows)
    {
        var (width, height) = (field.Width, field.Height);
        var across = new Field(width, height);
        rows.Each(height, () => 0, (y, _) => Slide(field.Values, across.Values, y * width, 1, width, half));
        var made = new Field(width, height);
        rows.Each(width, () => 0, (x, _) => Slide(across.Values, made.Values, x, width, height, half));
        return made;
    }

    private static void Slide(float[] from, float[] to, int start, int step, int count, int half)
    {
        // Sums in double: what is taken away again must not leave a trace.
        var sum = 0.0;
        var members = 0;
        for (var place = 0; place < Math.Min(half, count); place++, members++)
            sum += from[start + (place * step)];
        for (var place = 0; place < count; place++)
        {
            if (place + half < count)
            {
                sum += from[start + ((place + half) * step)];
                members++;
            }

            if (place - half - 1 >= 0)
            {
                sum -= from[start + ((place - half - 1) * step)];
                members--;
            }

            to[start + (place * step)] = (float)(sum / members);
        }
    }
}
