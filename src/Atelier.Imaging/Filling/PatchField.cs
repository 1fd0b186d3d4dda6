using System.Runtime.CompilerServices;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Filling;

/// <summary>
/// For each patch that touches the hole of a plane, the most alike patch of what is known: found by passing good finds on to
/// neighbours and by chance. Whoever looks reads only the finds of the pass before, so any number of cores finds the same.
/// </summary>
internal sealed class PatchField
{
    // Neighbours this far away are asked, one distance a pass.
    private static readonly int[] Steps = [1, 4, 2, 1];

    private readonly Plane _plane;
    private readonly bool[] _known;
    private readonly uint _seed;
    private readonly Func<int, int, bool>? _fits;
    private int[] _finds;
    private int[] _spare;

    /// <param name="fits">Whether a patch (the second) may serve for a target (the first); null takes all.</param>
    public PatchField(Plane plane, uint seed, Func<int, int, bool>? fits = null)
    {
        _plane = plane;
        _seed = seed;
        _fits = fits;
        (_known, Targets) = Sort(plane);
        _finds = new int[_known.Length];
        _spare = new int[_known.Length];
        Apart = new int[_known.Length];
        Sources = [.. Enumerable.Range(0, _known.Length).Where(at => _known[at])];
    }

    /// <summary>Centres of patches that touch the hole.</summary>
    public int[] Targets { get; }

    /// <summary>Centres of patches of which all is known.</summary>
    public int[] Sources { get; }

    /// <summary>How unlike a target and its find are.</summary>
    public int[] Apart { get; }

    /// <summary>The centre that is most like a target; -1 for all that is no target.</summary>
    public int At(int target) => Targets.Length == 0 || !IsTarget(target) ? -1 : _finds[target];

    /// <summary>Begins with the finds of a plane half as large, or by chance without one.</summary>
    public void Begin(PatchField? coarse, Func<int, int>? guess, Rows rows)
    {
        Array.Fill(_finds, -1);
        Each(
            rows,
            target =>
            {
                var find =
                    coarse?.Doubled(target % _plane.Width, target / _plane.Width, _plane)
                    ?? guess?.Invoke(target)
                    ?? -1;
                _finds[target] = find >= 0 && _known[find] ? find : Any(target);
            }
        );
        Measure(rows);
    }

    /// <summary>Measures all finds again, since the hole's pixels have changed.</summary>
    public void Measure(Rows rows) =>
        Each(
            rows,
            target =>
                Apart[target] = Patches.Distance(_plane.Pixels, _plane.Width, target, _finds[target], int.MaxValue)
        );

    /// <summary>Looks for better finds.</summary>
    /// <param name="round">Another one throws other dice.</param>
    /// <param name="chances">Throws around each find, ever nearer; 0 only asks neighbours.</param>
    public void Improve(int round, int chances, Rows rows)
    {
        foreach (var step in Steps)
        {
            _finds.CopyTo(_spare, 0);
            Each(rows, target => Ask(target, step));
            (_finds, _spare) = (_spare, _finds);
        }

        if (chances > 0)
            Each(rows, target => Throw(target, round, chances));
    }

    private int Any(int target)
    {
        var find = -1;
        for (var chance = -1; chance > -24; chance--)
        {
            find = Sources[Rng.Hash(_seed, target, chance) % (uint)Sources.Length];
            if (_fits is null || _fits(target, find))
                break;
        }

        return find;
    }

    // Finds of this pass go to the spare; those of the last one stay to be asked.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Ask(int target, int step)
    {
        var width = _plane.Width;
        var (x, y) = (target % width, target / width);
        var (best, apart) = (_finds[target], Apart[target]);
        foreach (var (across, down) in ((int, int)[])[(-step, 0), (step, 0), (0, -step), (0, step)])
        {
            if (!Patches.Inside(x + across, y + down, width, _plane.Height))
                continue;
            var from = _finds[target + across + (down * width)];
            if (from < 0)
                continue;
            var (toX, toY) = ((from % width) - across, (from / width) - down);
            if (Patches.Inside(toX, toY, width, _plane.Height))
                Try(target, toX + (toY * width), ref best, ref apart);
        }

        _spare[target] = best;
        Apart[target] = apart;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Throw(int target, int round, int chances)
    {
        var width = _plane.Width;
        var (best, apart) = (_finds[target], Apart[target]);
        var (x, y) = (best % width, best / width);
        var reach = Math.Max(width, _plane.Height);
        for (var chance = 0; chance < chances && reach > 1; chance++, reach /= 2)
        {
            var dice = Rng.Hash(_seed + ((uint)round * 977u), target, chance);
            var toX = x + (int)((dice & 0xFFFF) % (uint)((2 * reach) + 1)) - reach;
            var toY = y + (int)((dice >> 16) % (uint)((2 * reach) + 1)) - reach;
            if (Patches.Inside(toX, toY, width, _plane.Height))
                Try(target, toX + (toY * width), ref best, ref apart);
        }

        _finds[target] = best;
        Apart[target] = apart;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Try(int target, int candidate, ref int best, ref int apart)
    {
        if (candidate == best || !_known[candidate] || (_fits is not null && !_fits(target, candidate)))
            return;
        var found = Patches.Distance(_plane.Pixels, _plane.Width, target, candidate, apart);
        if (found < apart)
            (best, apart) = (candidate, found);
    }

    private int Doubled(int x, int y, Plane fine)
    {
        var (halfX, halfY) = (
            Math.Clamp(x / 2, Patches.Half, _plane.Width - 1 - Patches.Half),
            Math.Clamp(y / 2, Patches.Half, _plane.Height - 1 - Patches.Half)
        );
        var find = At((halfY * _plane.Width) + halfX);
        if (find < 0)
            return -1;
        var toX = (2 * (find % _plane.Width)) + x - (2 * halfX);
        var toY = (2 * (find / _plane.Width)) + y - (2 * halfY);
        return Patches.Inside(toX, toY, fine.Width, fine.Height) ? (toY * fine.Width) + toX : -1;
    }

    private bool IsTarget(int at) => _finds[at] >= 0;

    // Rows of targets rather than of pixels, since holes may be anywhere.
    private void Each(Rows rows, Action<int> work)
    {
        const int Chunk = 256;
        rows.Each(
            (Targets.Length + Chunk - 1) / Chunk,
            () => 0,
            (chunk, _) =>
            {
                foreach (var target in Targets.AsSpan(chunk * Chunk, Math.Min(Chunk, Targets.Length - (chunk * Chunk))))
                    work(target);
            }
        );
    }

    private static (bool[] Known, int[] Targets) Sort(Plane plane)
    {
        var (width, height) = (plane.Width, plane.Height);
        // Sums over the hole say of each patch at once whether it touches it.
        var sums = new int[(width + 1) * (height + 1)];
        for (var y = 0; y < height; y++)
        for (int x = 0, row = 0; x < width; x++)
        {
            row += plane.Hole[(y * width) + x];
            sums[((y + 1) * (width + 1)) + x + 1] = sums[(y * (width + 1)) + x + 1] + row;
        }

        var known = new bool[width * height];
        var targets = new List<int>();
        for (var y = Patches.Half; y < height - Patches.Half; y++)
        for (var x = Patches.Half; x < width - Patches.Half; x++)
        {
            var top = ((y - Patches.Half) * (width + 1)) + x - Patches.Half;
            var bottom = top + (Patches.Side * (width + 1));
            if (sums[bottom + Patches.Side] - sums[bottom] - sums[top + Patches.Side] + sums[top] == 0)
                known[(y * width) + x] = true;
            else
                targets.Add((y * width) + x);
        }

        return (known, [.. targets]);
    }
}
