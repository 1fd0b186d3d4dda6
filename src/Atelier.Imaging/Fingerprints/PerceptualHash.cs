namespace Atelier.Imaging.Fingerprints;

/// <summary>
/// 64 bits that say what a picture looks like from afar: the signs of its 64 lowest waves, against their median. Scaling, saving
/// again and small changes of colour turn over few of them; cutting, turning and mirroring turn over many.
/// </summary>
public static class PerceptualHash
{
    /// <summary>Bits in which two files of one picture differ at most; two unrelated pictures differ in about 32.</summary>
    public const int SamePicture = 6;

    private const int Side = 32;
    private const int Waves = 8;

    // Waves weaker than this, in levels of grey, are noise: a plain area has no look of its own.
    private const double Faintest = 2;

    private static readonly double[,] Cosines = MakeCosines();

    /// <summary>The hash; null for a picture that is all but plain, which would look like every other plain one.</summary>
    public static long? Of(PixelBuffer picture)
    {
        var waves = Transform(Shrink(picture));
        // The first is the brightness of all of it, and says nothing of its shape.
        var sorted = waves.Skip(1).Order().ToArray();
        var strongest = Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        if (strongest < Faintest)
        {
            return null;
        }

        var median = sorted[sorted.Length / 2];
        var hash = 0L;
        for (var wave = 1; wave < waves.Length; wave++)
        {
            hash |= waves[wave] > median ? 1L << wave : 0;
        }

        return hash;
    }

    /// <summary>In how many bits two hashes differ, 0 to 64.</summary>
    public static int Distance(long one, long other) => System.Numerics.BitOperations.PopCount((ulong)(one ^ other));

    // Each cell is the mean brightness of the pixels under it, on white where they are clear.
    private static double[] Shrink(PixelBuffer picture)
    {
        var cells = new double[Side * Side];
        for (var row = 0; row < Side; row++)
        {
            var (top, bottom) = Span(row, picture.Height);
            for (var column = 0; column < Side; column++)
            {
                var (left, right) = Span(column, picture.Width);
                cells[(row * Side) + column] = Mean(picture, left, right, top, bottom);
            }
        }

        return cells;
    }

    private static (int From, int To) Span(int cell, int length)
    {
        var from = (int)((long)cell * length / Side);
        return (from, Math.Max(from + 1, (int)((long)(cell + 1) * length / Side)));
    }

    private static double Mean(PixelBuffer picture, int left, int right, int top, int bottom)
    {
        var sum = 0.0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = ((y * picture.Width) + x) * picture.Bands;
                var pixels = picture.Pixels;
                var grey = (0.299 * pixels[at]) + (0.587 * pixels[at + 1]) + (0.114 * pixels[at + 2]);
                var opacity = picture.Bands == 4 ? pixels[at + 3] / 255.0 : 1;
                sum += (grey * opacity) + (255 * (1 - opacity));
            }
        }

        return sum / ((right - left) * (bottom - top));
    }

    // Of a cosine transform only the corner that is kept.
    private static double[] Transform(double[] cells)
    {
        var rows = new double[Side * Waves];
        for (var row = 0; row < Side; row++)
        {
            for (var wave = 0; wave < Waves; wave++)
            {
                var sum = 0.0;
                for (var column = 0; column < Side; column++)
                {
                    sum += cells[(row * Side) + column] * Cosines[wave, column];
                }

                rows[(row * Waves) + wave] = sum;
            }
        }

        var waves = new double[Waves * Waves];
        for (var down = 0; down < Waves; down++)
        {
            for (var across = 0; across < Waves; across++)
            {
                var sum = 0.0;
                for (var row = 0; row < Side; row++)
                {
                    sum += rows[(row * Waves) + across] * Cosines[down, row];
                }

                waves[(down * Waves) + across] = sum * 2 / Side;
            }
        }

        return waves;
    }

    private static double[,] MakeCosines()
    {
        var table = new double[Waves, Side];
        for (var wave = 0; wave < Waves; wave++)
        {
            for (var place = 0; place < Side; place++)
            {
                table[wave, place] = Math.Cos(((2 * place) + 1) * wave * Math.PI / (2 * Side));
            }
        }

        return table;
    }
}
