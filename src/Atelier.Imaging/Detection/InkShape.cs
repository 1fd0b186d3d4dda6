namespace Atelier.Imaging.Detection;

/// <summary>What the common pattern of a lattice looks like: letters and logos are parts that end, on bare ground.</summary>
/// <param name="Share">Of the cell that is inked.</param>
/// <param name="Parts">Connected pieces of ink.</param>
/// <param name="Wraps">Whether a piece goes on from cell to cell for ever, as mortar, wires and stripes do.</param>
/// <param name="Depth">Levels between ink and ground.</param>
/// <param name="Unevenness">Of the ground, against that depth.</param>
/// <param name="Light">Whether the ink is lighter than its surroundings.</param>
/// <param name="Rim">Length of the edge of the ink, against that of a square of as much ink.</param>
internal sealed record InkShape(
    float Share,
    int Parts,
    bool Wraps,
    float Depth,
    float Unevenness,
    bool Light,
    float Rim
)
{
    // Of the strongest ink.
    private const float Threshold = 0.42f;
    private const int Speck = 3;

    internal static InkShape Of(TileStack stack)
    {
        var cube = stack.Mean.Sum(value => value * value * value);
        var sign = cube < 0 ? -1 : 1;
        var sorted = stack.Mean.Select(value => value * sign).Order().ToArray();
        var ground = sorted[sorted.Length / 2];
        var depth = sorted[(int)(sorted.Length * 0.985)] - ground;
        var ink = new bool[sorted.Length];
        var uneven = 0.0;
        var (inked, rim) = (0, 0);
        for (var at = 0; at < ink.Length; at++)
        {
            var value = (stack.Mean[at] * sign) - ground;
            ink[at] = value > Threshold * depth;
            if (ink[at])
                inked++;
            else
                uneven += value * value;
        }

        for (var y = 0; y < stack.Down; y++)
        for (var x = 0; x < stack.Across; x++)
        {
            if (!ink[(y * stack.Across) + x])
                continue;
            if (!ink[(y * stack.Across) + ((x + 1) % stack.Across)])
                rim++;
            if (!ink[((y + 1) % stack.Down * stack.Across) + x])
                rim++;
        }

        var (parts, wraps) = Pieces(ink, stack.Across, stack.Down);
        return new InkShape(
            inked / (float)ink.Length,
            parts,
            wraps,
            depth,
            (float)Math.Sqrt(uneven / Math.Max(1, ink.Length - inked)) / Math.Max(0.1f, depth),
            sign > 0,
            rim / MathF.Sqrt(4 * Math.Max(1, inked))
        );
    }

    private static (int Parts, bool Wraps) Pieces(bool[] ink, int across, int down)
    {
        var places = new Dictionary<int, (int X, int Y)>();
        var (parts, wraps) = (0, false);
        var open = new Stack<(int X, int Y)>();
        for (var start = 0; start < ink.Length; start++)
        {
            if (!ink[start] || places.ContainsKey(start))
                continue;
            var size = 0;
            open.Push((start % across, start / across));
            places[start] = (start % across, start / across);
            while (open.TryPop(out var here))
            {
                size++;
                for (var y = here.Y - 1; y <= here.Y + 1; y++)
                for (var x = here.X - 1; x <= here.X + 1; x++)
                {
                    var at = (Around(y, down) * across) + Around(x, across);
                    if (!ink[at])
                        continue;
                    if (places.TryGetValue(at, out var was))
                        wraps |= was != (x, y);
                    else
                    {
                        places[at] = (x, y);
                        open.Push((x, y));
                    }
                }
            }

            if (size >= Speck)
                parts++;
        }

        return (parts, wraps);
    }

    private static int Around(int place, int size) => ((place % size) + size) % size;
}
