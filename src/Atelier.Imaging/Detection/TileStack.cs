using System.Numerics;

namespace Atelier.Imaging.Detection;

/// <summary>All cells of a lattice laid over each other, and what they have in common.</summary>
internal sealed class TileStack
{
    // Of a cell that must lie inside of the picture.
    private const float Inside = 0.7f;

    private readonly List<float[]> _tiles = [];
    private readonly List<float> _bases = [];
    private readonly float[] _sums;
    private readonly int[] _counts;

    internal TileStack(GreyPlane sharp, GreyPlane soft, Lattice lattice)
    {
        Across = Math.Max(4, (int)MathF.Round(lattice.First.Length()));
        Down = Math.Max(4, (int)MathF.Round(lattice.Second.Length()));
        (_sums, _counts, Mean) = (new float[Across * Down], new int[Across * Down], new float[Across * Down]);
        var (left, top, right, bottom) = Reach(sharp, lattice);
        for (var one = left; one <= right; one++)
        for (var two = top; two <= bottom; two++)
            Add(sharp, soft, lattice, one, two);
        for (var at = 0; at < Mean.Length; at++)
            Mean[at] = _counts[at] == 0 ? 0 : _sums[at] / _counts[at];
    }

    internal int Across { get; }

    internal int Down { get; }

    /// <summary>What the tiles have in common, in levels above or below their surroundings; rows along the first move.</summary>
    internal float[] Mean { get; }

    internal int Count => _tiles.Count;

    /// <summary>How strongly one tile shows what the others have in common.</summary>
    internal TileShow Show(int tile)
    {
        var values = _tiles[tile];
        float own = 0,
            common = 0,
            both = 0;
        var count = 0;
        for (var at = 0; at < values.Length; at++)
        {
            if (float.IsNaN(values[at]) || _counts[at] < 2)
                continue;
            var others = (_sums[at] - values[at]) / (_counts[at] - 1);
            own += values[at] * values[at];
            common += others * others;
            both += values[at] * others;
            count++;
        }

        var gain = both / Math.Max(1e-6f, common);
        var rest = Math.Max(0, own - (2 * gain * both) + (gain * gain * common)) / Math.Max(1, count);
        return new TileShow(gain, MathF.Sqrt(rest), both / MathF.Sqrt(Math.Max(1e-6f, own * common)), _bases[tile]);
    }

    private static (int Left, int Top, int Right, int Bottom) Reach(GreyPlane plane, Lattice lattice)
    {
        Vector2[] corners =
        [
            lattice.Cells(0, 0),
            lattice.Cells(plane.Width, 0),
            lattice.Cells(0, plane.Height),
            lattice.Cells(plane.Width, plane.Height),
        ];
        return (
            (int)MathF.Floor(corners.Min(corner => corner.X)),
            (int)MathF.Floor(corners.Min(corner => corner.Y)),
            (int)MathF.Ceiling(corners.Max(corner => corner.X)),
            (int)MathF.Ceiling(corners.Max(corner => corner.Y))
        );
    }

    private void Add(GreyPlane sharp, GreyPlane soft, Lattice lattice, int one, int two)
    {
        var middle = (lattice.First * (one + 0.5f)) + (lattice.Second * (two + 0.5f));
        if (middle.X < 0 || middle.Y < 0 || middle.X >= sharp.Width || middle.Y >= sharp.Height)
            return;

        var tile = new float[Across * Down];
        var (inside, level) = (0, 0f);
        for (var down = 0; down < Down; down++)
        for (var across = 0; across < Across; across++)
        {
            var place =
                (lattice.First * (one + ((across + 0.5f) / Across)))
                + (lattice.Second * (two + ((down + 0.5f) / Down)));
            var value = sharp.Between(place.X, place.Y);
            tile[(down * Across) + across] = value;
            if (!float.IsNaN(value))
                (inside, level) = (inside + 1, level + soft.Values[((int)place.Y * soft.Width) + (int)place.X]);
        }

        if (inside < Inside * tile.Length)
            return;
        _tiles.Add(tile);
        _bases.Add(level / inside);
        for (var at = 0; at < tile.Length; at++)
        {
            if (!float.IsNaN(tile[at]))
                (_sums[at], _counts[at]) = (_sums[at] + tile[at], _counts[at] + 1);
        }
    }
}
