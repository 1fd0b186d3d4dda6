using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Smoothing;

/// <summary>
/// Smooths what is alike and leaves edges: each pixel becomes the mean of its neighbours, weighted by how near their colours
/// are. First along rows, then along columns; in whole numbers, so that any width of vector gives the same bytes.
/// </summary>
internal sealed class Bilateral
{
    // Sums of a pixel's neighbours must fit into 16 bits: 12 taps of 96 / 4 * 96 do.
    private const int MostTaps = 6;
    private const int MostTolerance = 96;

    private readonly int _taps;
    private readonly int _step;
    private readonly short _tolerance;
    private readonly float[] _shares;

    /// <param name="reach">How far it looks to each side, in pixels.</param>
    /// <param name="tolerance">The sum of the three differences from which on colours are another thing; up to 96.</param>
    public Bilateral(int reach, int tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tolerance, MostTolerance);
        _taps = Math.Min(reach, MostTaps);
        _step = Math.Max(1, reach / _taps);
        _tolerance = (short)tolerance;
        // The pixel itself counts as the most alike one.
        var own = tolerance >> 2;
        _shares = [.. Enumerable.Range(0, (2 * MostTaps * (MostTolerance >> 2)) + 1).Select(sum => 1f / (own + sum))];
    }

    /// <summary>Smooths in place; <paramref name="spare"/> is used in between.</summary>
    public void Apply(Film film, Film spare, Rows rows)
    {
        rows.Each(film.Height, () => new Desk(film.Width, _taps * _step), (y, desk) => Across(film, spare, y, desk));
        rows.Each(film.Height, () => new Desk(film.Width, 0), (y, desk) => Down(spare, film, y, desk));
    }

    private void Across(Film from, Film to, int y, Desk desk)
    {
        var margin = _taps * _step;
        desk.Load(desk.Centre, from, y);
        desk.Clear();
        for (var tap = 1; tap <= _taps; tap++)
        {
            Add(desk, desk.Centre, margin - (tap * _step), margin);
            Add(desk, desk.Centre, margin + (tap * _step), margin);
        }

        Settle(desk, margin, to, y);
    }

    private void Down(Film from, Film to, int y, Desk desk)
    {
        desk.Load(desk.Centre, from, y);
        desk.Clear();
        for (var tap = 1; tap <= _taps; tap++)
        {
            desk.Load(desk.Other, from, Math.Max(0, y - (tap * _step)));
            Add(desk, desk.Other, 0, 0);
            desk.Load(desk.Other, from, Math.Min(from.Height - 1, y + (tap * _step)));
            Add(desk, desk.Other, 0, 0);
        }

        Settle(desk, 0, to, y);
    }

    private void Add(Desk desk, short[][] others, int at, int centre)
    {
        var (own, sums) = (desk.Centre, desk.Sums);
        var tolerance = new Vector<short>(_tolerance);
        // The arrays are longer than the row by a vector, so there is no rest to do.
        for (var x = 0; x < desk.Width; x += Vector<short>.Count)
        {
            var red = new Vector<short>(others[0], at + x) - new Vector<short>(own[0], centre + x);
            var green = new Vector<short>(others[1], at + x) - new Vector<short>(own[1], centre + x);
            var blue = new Vector<short>(others[2], at + x) - new Vector<short>(own[2], centre + x);
            var apart = Vector.Abs(red) + Vector.Abs(green) + Vector.Abs(blue);
            var weight = Vector.ShiftRightArithmetic(Vector.Max(tolerance - apart, Vector<short>.Zero), 2);
            (new Vector<short>(sums[0], x) + (weight * red)).CopyTo(sums[0], x);
            (new Vector<short>(sums[1], x) + (weight * green)).CopyTo(sums[1], x);
            (new Vector<short>(sums[2], x) + (weight * blue)).CopyTo(sums[2], x);
            (new Vector<short>(sums[3], x) + weight).CopyTo(sums[3], x);
        }
    }

    private void Settle(Desk desk, int centre, Film to, int y)
    {
        var start = y * to.Width;
        for (var x = 0; x < to.Width; x++)
        {
            var share = _shares[desk.Sums[3][x]];
            to.Red[start + x] = Level(desk.Centre[0][centre + x], desk.Sums[0][x], share);
            to.Green[start + x] = Level(desk.Centre[1][centre + x], desk.Sums[1][x], share);
            to.Blue[start + x] = Level(desk.Centre[2][centre + x], desk.Sums[2][x], share);
        }
    }

    // A weighted mean of bytes stays a byte; half a level rounds to the nearest.
    private static byte Level(short own, short sum, float share) => (byte)(own + (sum * share) + 0.5f);

    /// <summary>What one thread works on.</summary>
    private sealed class Desk
    {
        private readonly int _margin;

        public Desk(int width, int margin)
        {
            Width = width;
            _margin = margin;
            Centre = Make(width + (2 * margin));
            Other = margin == 0 ? Make(width) : Centre;
            Sums = [.. Make(width), new short[width + Vector<short>.Count]];
        }

        public int Width { get; }

        public short[][] Centre { get; }

        public short[][] Other { get; }

        public short[][] Sums { get; }

        public void Clear()
        {
            foreach (var sum in Sums)
                sum.AsSpan().Clear();
        }

        /// <summary>A row as numbers of 16 bits, with its ends repeated over the margins.</summary>
        public void Load(short[][] into, Film film, int y)
        {
            Load(into[0], film.Red.AsSpan(y * Width, Width));
            Load(into[1], film.Green.AsSpan(y * Width, Width));
            Load(into[2], film.Blue.AsSpan(y * Width, Width));
        }

        private void Load(short[] into, ReadOnlySpan<byte> row)
        {
            var x = 0;
            ref var first = ref MemoryMarshal.GetReference(row);
            for (; x <= row.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
            {
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref first, (nuint)x));
                low.AsInt16().CopyTo(into, _margin + x);
                high.AsInt16().CopyTo(into, _margin + x + Vector128<short>.Count);
            }

            for (; x < row.Length; x++)
                into[_margin + x] = row[x];
            into.AsSpan(0, _margin).Fill(row[0]);
            into.AsSpan(_margin + row.Length).Fill(row[^1]);
        }

        private static short[][] Make(int length) =>
            [.. Enumerable.Range(0, 3).Select(_ => new short[length + Vector<short>.Count])];
    }
}
