namespace Atelier.Imaging.Cutting;

/// <summary>A background of one colour, lighter to one side perhaps: a plane through each band, fitted to the rims of a picture.</summary>
internal sealed class PlainSurface
{
    // Of the rims, in case the subject is cut by one.
    private const float LeastFitting = 0.6f;
    private const float MostUneven = 0.05f;

    private readonly double[][] _planes;

    private PlainSurface(double[][] planes, float uneven) => (_planes, Uneven) = (planes, uneven);

    /// <summary>How far its pixels lie from it, as a rule: 0.01 is even, 0.05 is cloth.</summary>
    public float Uneven { get; }

    /// <summary>The background's colour at a place, 0 to 1.</summary>
    public float At(int band, float x, float y) =>
        (float)(_planes[band][0] + (_planes[band][1] * x) + (_planes[band][2] * y));

    /// <summary>How far a colour is from the background's at its place.</summary>
    public float Apart(Field[] colours, int at, float x, float y)
    {
        var sum = 0f;
        for (var band = 0; band < 3; band++)
        {
            var apart = colours[band].Values[at] - At(band, x, y);
            sum += apart * apart;
        }

        return MathF.Sqrt(sum);
    }

    /// <summary>Null where the rims show no such background.</summary>
    /// <param name="mask">What belongs to the subject is not looked at; null looks at all.</param>
    public static PlainSurface? Of(Field[] colours, Field? mask)
    {
        var (width, height) = (colours[0].Width, colours[0].Height);
        var band = Math.Max(2, Math.Min(width, height) / 24);
        var rim = new List<int>();
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var inside = x >= band && y >= band && x < width - band && y < height - band;
            if (!inside && (mask is null || mask.Values[(y * width) + x] < 0.05f))
                rim.Add((y * width) + x);
        }

        if (rim.Count < 16)
            return null;

        List<int> fitting = rim;
        PlainSurface? surface = null;
        for (var round = 0; round < 4; round++)
        {
            surface = Fit(colours, fitting, width, height);
            var most = Math.Max(0.04f, 2.5f * surface.Uneven);
            fitting = [.. rim.Where(at => surface.Apart(colours, at, X(at), Y(at)) < most)];
            if (fitting.Count < 16)
                return null;
        }

        return fitting.Count >= LeastFitting * rim.Count && surface!.Uneven <= MostUneven ? surface : null;

        float X(int at) => ((at % width) + 0.5f) / width;
        float Y(int at) => ((at / width) + 0.5f) / height;
    }

    private static PlainSurface Fit(Field[] colours, List<int> places, int width, int height)
    {
        var planes = new double[3][];
        for (var band = 0; band < 3; band++)
            planes[band] = Fit(colours[band], places, width, height);
        var surface = new PlainSurface(planes, 0f);
        var far = places
            .Select(at => surface.Apart(colours, at, ((at % width) + 0.5f) / width, ((at / width) + 0.5f) / height))
            .Order()
            .ToList();
        return new PlainSurface(planes, far[far.Count * 2 / 3]);
    }

    // Least squares, around the middle of the places so that the three sums come apart.
    private static double[] Fit(Field colour, List<int> places, int width, int height)
    {
        double meanX = 0,
            meanY = 0,
            mean = 0;
        foreach (var at in places)
        {
            meanX += ((at % width) + 0.5) / width;
            meanY += ((at / width) + 0.5) / height;
            mean += colour.Values[at];
        }

        (meanX, meanY, mean) = (meanX / places.Count, meanY / places.Count, mean / places.Count);
        double xx = 1e-9,
            xy = 0,
            yy = 1e-9,
            xv = 0,
            yv = 0;
        foreach (var at in places)
        {
            var x = (((at % width) + 0.5) / width) - meanX;
            var y = (((at / width) + 0.5) / height) - meanY;
            var value = colour.Values[at] - mean;
            (xx, xy, yy, xv, yv) = (xx + (x * x), xy + (x * y), yy + (y * y), xv + (x * value), yv + (y * value));
        }

        var whole = (xx * yy) - (xy * xy);
        var across = whole < 1e-12 ? 0 : ((xv * yy) - (yv * xy)) / whole;
        var down = whole < 1e-12 ? 0 : ((yv * xx) - (xv * xy)) / whole;
        return [mean - (across * meanX) - (down * meanY), across, down];
    }
}
