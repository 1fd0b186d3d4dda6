using System.Runtime.CompilerServices;

namespace Atelier.Imaging.Cutting;

/// <summary>Numbers over a picture at a scale of its own, read at any place between them.</summary>
internal sealed record Field(int Width, int Height, float[] Values)
{
    public Field(int width, int height)
        : this(width, height, new float[width * height]) { }

    /// <summary>The value there, mixed of the four around it.</summary>
    /// <param name="x">0 to 1 across; likewise <paramref name="y"/> down.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float At(float x, float y)
    {
        var (right, below) = ((x * Width) - 0.5f, (y * Height) - 0.5f);
        var (left, top) = ((int)MathF.Floor(right), (int)MathF.Floor(below));
        var (across, down) = (right - left, below - top);
        var (x0, x1) = (Math.Clamp(left, 0, Width - 1), Math.Clamp(left + 1, 0, Width - 1));
        var (y0, y1) = (Math.Clamp(top, 0, Height - 1) * Width, Math.Clamp(top + 1, 0, Height - 1) * Width);
        var one = Values[y0 + x0] + ((Values[y0 + x1] - Values[y0 + x0]) * across);
        var two = Values[y1 + x0] + ((Values[y1 + x1] - Values[y1 + x0]) * across);
        return one + ((two - one) * down);
    }

    /// <summary>The same at another scale.</summary>
    public Field Scaled(int width, int height)
    {
        var scaled = new Field(width, height);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            scaled.Values[(y * width) + x] = At((x + 0.5f) / width, (y + 0.5f) / height);
        return scaled;
    }

    public Field Map(Func<float, float> change) =>
        this with
        {
            Values = Array.ConvertAll(Values, value => change(value)),
        };

    /// <summary>A colour of a picture, 0 to 1; what nobody sees is white.</summary>
    public static Field Of(PixelBuffer picture, int band)
    {
        var field = new Field(picture.Width, picture.Height);
        for (var at = 0; at < field.Values.Length; at++)
        {
            var value = picture.Pixels[(at * picture.Bands) + band] / 255f;
            var seen = picture.Bands == 4 ? picture.Pixels[(at * 4) + 3] / 255f : 1f;
            field.Values[at] = 1f + ((value - 1f) * seen);
        }

        return field;
    }
}
