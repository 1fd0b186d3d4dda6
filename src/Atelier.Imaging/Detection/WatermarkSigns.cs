namespace Atelier.Imaging.Detection;

/// <summary>What was measured of a pattern that repeats over a picture, and how much it looks like a watermark.</summary>
internal sealed record WatermarkSigns(Lattice Lattice, int Tiles, InkShape Ink, TileEvidence Evidence)
{
    // Pixels. A power of two, for the transform.
    private const int Side = 512;
    private const int Smallest = 128;

    // Pixels: wider than the strokes of letters, narrower than most of what a picture shows.
    private const int Surroundings = 8;

    // Levels: hard edges of the picture must not outweigh a faint mark.
    private const float Loudest = 40;

    private const int FewestTiles = 6;
    private const float SmallestCell = 1200;

    /// <summary>The least of all signs, each 0.5 where it is just enough.</summary>
    internal double Score
    {
        get
        {
            double[] signs =
            [
                Tiles >= FewestTiles && Lattice.Area >= SmallestCell && !Ink.Wraps ? 1 : 0,
                AtLeast(Lattice.Likeness, 0.06),
                AtLeast(Lattice.StandsOut, 6),
                // Several letters of thin strokes on bare ground, not one motif or a surface.
                AtLeast(Ink.Parts, 5),
                AtLeast(Ink.Rim, 4.7),
                AtMost(Ink.Share, 0.15),
                AtLeast(Ink.Depth, 5),
                AtMost(Ink.Unevenness, 0.26),
                // There in nearly every tile, and in none much stronger.
                AtLeast(Evidence.WeakGain, 0.4),
                AtMost(Evidence.StrongGain, 1.6),
                // Over different things: what a pattern explains wholly is the pattern's own surface.
                AtMost(Evidence.Likeness, 0.9),
                AtLeast(Evidence.StrongRest, 3.5),
                AtLeast(Evidence.StrongRest / Math.Max(0.1, Evidence.WeakRest), 1.4),
                LaidOver(),
            ];
            return signs.Min();
        }
    }

    /// <summary>Null where nothing repeats.</summary>
    internal static WatermarkSigns? Of(PixelBuffer pixels)
    {
        var grey = GreyPlane.Of(pixels, Side);
        if (Math.Min(grey.Width, grey.Height) < Smallest)
            return null;

        var soft = grey.Blur(Surroundings);
        var sharp = grey.With((value, at) => value - soft.Values[at]);
        var loud = sharp.With((value, _) => Math.Abs(value)).Blur(Surroundings * 3 / 2);
        // Made as loud everywhere, so that a forest does not drown a mark on the sky.
        var even = sharp.With((value, at) => value / (loud.Values[at] + 3));
        if (LatticeFinder.Find(even, Autocorrelation.Of(even, Side)) is not { Area: >= SmallestCell } lattice)
            return null;

        var stack = new TileStack(sharp.With((value, _) => Math.Clamp(value, -Loudest, Loudest)), soft, lattice);
        return stack.Count < FewestTiles
            ? null
            : new WatermarkSigns(lattice, stack.Count, InkShape.Of(stack), TileEvidence.Of(stack));
    }

    // White ink shows more on dark ground; the light parts of a lit surface show less there. Dark ink and shaded surfaces look
    // the same in this, so more of the picture has to go on beneath it.
    private double LaidOver() =>
        Ink.Light
            ? AtMost(1.2 + Evidence.GainByBase, 1)
            : Math.Min(AtMost(Evidence.Likeness, 0.75), AtLeast(Evidence.StrongRest, 8));

    private static double AtLeast(double value, double limit) => Math.Clamp(value / (2 * limit), 0, 1);

    private static double AtMost(double value, double limit) => Math.Clamp(1 - (value / (2 * limit)), 0, 1);
}
