using System.Numerics;

namespace Atelier.Imaging.Detection;

/// <summary>Finds the shortest two moves after which a plane looks most like itself.</summary>
internal sealed class LatticeFinder
{
    // Pixels: shorter moves are strokes of one letter, not repetitions of a mark.
    private const int Shortest = 6;

    // Of the picture's sides: beyond it too little overlaps.
    private const double Farthest = 0.46;

    private const int Candidates = 28;

    // Twice a period fits as well as the period; of such the smallest is meant.
    private const float SamePattern = 0.7f;
    private const float Apart = 0.25f;

    private readonly GreyPlane _sharp;
    private readonly int _across;
    private readonly int _down;

    private LatticeFinder(GreyPlane sharp, int across, int down) => (_sharp, _across, _down) = (sharp, across, down);

    /// <summary>Null where nothing repeats in two directions.</summary>
    internal static Lattice? Find(GreyPlane plane, Autocorrelation likeness)
    {
        var (across, down) = ((int)(plane.Width * Farthest), (int)(plane.Height * Farthest));
        var (width, height) = ((2 * across) + 1, (2 * down) + 1);
        var values = new float[width * height];
        for (var y = -down; y <= down; y++)
        for (var x = -across; x <= across; x++)
            values[((y + down) * width) + x + across] = likeness.At(x, y);

        // Only sharp peaks count: smooth hills are the picture's own.
        var map = new GreyPlane(width, height, values);
        var hills = map.Blur(5);
        for (var at = 0; at < values.Length; at++)
            values[at] -= hills.Values[at];
        return new LatticeFinder(map, across, down).Find();
    }

    private Lattice? Find()
    {
        var peaks = Peaks();
        if (peaks.Count < 2)
            return null;

        var strong = peaks.OrderByDescending(At).Take(Candidates).OrderBy(peak => peak.LengthSquared()).ToList();
        var pairs = new List<Lattice>();
        var noise = Noise();
        for (var one = 0; one < strong.Count; one++)
        for (var two = one + 1; two < strong.Count; two++)
        {
            if (Leaning(strong[one], strong[two]) < Apart)
                continue;
            var likeness = Along(strong[one], strong[two]);
            if (likeness > 0)
                pairs.Add(new Lattice(strong[one], strong[two], likeness, likeness / noise));
        }

        if (pairs.Count == 0)
            return null;
        var best = pairs.Max(pair => pair.Likeness);
        var found = pairs.Where(pair => pair.Likeness >= SamePattern * best).MinBy(pair => MathF.Round(pair.Area / 8))!;
        var (first, second) = Shorten(found.First, found.Second);
        return found with { First = Refine(first), Second = Refine(second) };
    }

    // The same lattice by its two shortest moves.
    private static (Vector2 First, Vector2 Second) Shorten(Vector2 first, Vector2 second)
    {
        while (true)
        {
            if (first.LengthSquared() > second.LengthSquared())
                (first, second) = (second, first);
            var times = MathF.Round(Vector2.Dot(first, second) / first.LengthSquared());
            if (times == 0)
                return (first, second);
            second -= first * times;
        }
    }

    private static float Leaning(Vector2 one, Vector2 two) =>
        Math.Abs(Lattice.Cross(one, two)) / (one.Length() * two.Length());

    private List<Vector2> Peaks()
    {
        var peaks = new List<Vector2>();
        for (var y = 0; y < _down; y++)
        for (var x = -_across + 1; x < _across; x++)
        {
            if ((x * x) + (y * y) >= Shortest * Shortest && (y > 0 || x > 0) && IsPeak(x, y))
                peaks.Add(new Vector2(x, y));
        }

        return peaks;
    }

    private bool IsPeak(int x, int y)
    {
        var value = At(x, y);
        if (value < 0.03f)
            return false;
        for (var down = -2; down <= 2; down++)
        for (var across = -2; across <= 2; across++)
        {
            if (At(x + across, y + down) > value)
                return false;
        }

        return true;
    }

    // The same move several times over tells its length more exactly.
    private Vector2 Refine(Vector2 move)
    {
        var exact = Nearest(move);
        for (var times = 2; times <= 8; times++)
        {
            var far = exact * times;
            if (Math.Abs(far.X) > _across - 3 || Math.Abs(far.Y) > _down - 3)
                break;
            var nearest = Nearest(far);
            if (At(new Vector2(MathF.Round(nearest.X), MathF.Round(nearest.Y))) < 0.4f * At(move))
                break;
            exact = nearest / times;
        }

        return exact;
    }

    private Vector2 Nearest(Vector2 place)
    {
        var (x, y) = ((int)MathF.Round(place.X), (int)MathF.Round(place.Y));
        var (bestX, bestY) = (x, y);
        for (var down = -2; down <= 2; down++)
        for (var across = -2; across <= 2; across++)
        {
            if (At(x + across, y + down) > At(bestX, bestY))
                (bestX, bestY) = (x + across, y + down);
        }

        return new Vector2(
            bestX + Between(At(bestX - 1, bestY), At(bestX, bestY), At(bestX + 1, bestY)),
            bestY + Between(At(bestX, bestY - 1), At(bestX, bestY), At(bestX, bestY + 1))
        );
    }

    // Where between three values their parabola is highest.
    private static float Between(float before, float here, float after)
    {
        var bend = before - (2 * here) + after;
        return bend < 0 ? Math.Clamp(0.5f * (before - after) / bend, -0.5f, 0.5f) : 0;
    }

    // What three quarters of the moves along a lattice reach: one that only happens to fit a few peaks fits no others.
    private float Along(Vector2 first, Vector2 second)
    {
        Span<float> values = stackalloc float[16];
        var count = 0;
        for (var one = 0; one <= 2; one++)
        for (var two = -2; two <= 2; two++)
        {
            var place = (first * one) + (second * two);
            if ((one == 0 && two <= 0) || Math.Abs(place.X) > _across - 3 || Math.Abs(place.Y) > _down - 3)
                continue;
            values[count++] = HighestNear((int)place.X, (int)place.Y);
        }

        if (count < 3)
            return 0;
        values = values[..count];
        values.Sort();
        return values[count / 4];
    }

    private float HighestNear(int x, int y)
    {
        var highest = At(x, y);
        for (var down = -1; down <= 1; down++)
        for (var across = -1; across <= 1; across++)
            highest = Math.Max(highest, At(x + across, y + down));
        return highest;
    }

    private float Noise()
    {
        var sizes = new List<float>();
        for (var at = 0; at < _sharp.Values.Length; at += 7)
            sizes.Add(Math.Abs(_sharp.Values[at]));
        sizes.Sort();
        return Math.Max(1e-4f, 1.48f * sizes[sizes.Count / 2]);
    }

    private float At(Vector2 move) => At((int)move.X, (int)move.Y);

    private float At(int x, int y)
    {
        var (across, down) = (x + _across, y + _down);
        return across < 0 || down < 0 || across >= _sharp.Width || down >= _sharp.Height
            ? 0
            : _sharp.Values[(down * _sharp.Width) + across];
    }
}
