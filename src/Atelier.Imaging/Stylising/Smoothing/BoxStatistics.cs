using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Smoothing;

/// <summary>Mean colour and unrest of the square around each pixel. Sums are whole numbers, so the way to them does not matter.</summary>
internal sealed class BoxStatistics
{
    private readonly int _half;

    /// <param name="half">The square has 2 * half + 1 pixels a side.</param>
    public BoxStatistics(Film film, int half, Rows rows)
    {
        _half = half;
        Means = new Film(film.Width, film.Height);
        Unrest = GC.AllocateUninitializedArray<ushort>(film.Width * film.Height);
        rows.Each(film.Height, () => new Columns(film, half), Fill);
    }

    public Film Means { get; }

    /// <summary>The variance of the lightness.</summary>
    public ushort[] Unrest { get; }

    private void Fill(int y, Columns columns)
    {
        columns.MoveTo(y);
        var (width, side) = (Means.Width, (2 * _half) + 1);
        var share = 1f / (side * side);
        long red = 0,
            green = 0,
            blue = 0,
            light = 0,
            squares = 0;
        for (var x = -_half; x <= _half; x++)
            Take(Math.Clamp(x, 0, width - 1), 1);
        for (var x = 0; x < width; x++)
        {
            var at = (y * width) + x;
            Means.Red[at] = (byte)((red * share) + 0.5f);
            Means.Green[at] = (byte)((green * share) + 0.5f);
            Means.Blue[at] = (byte)((blue * share) + 0.5f);
            var mean = light * share;
            Unrest[at] = (ushort)Math.Clamp((squares * share) - (mean * mean), 0f, ushort.MaxValue);
            Take(Math.Min(x + _half + 1, width - 1), 1);
            Take(Math.Max(x - _half, 0), -1);
        }

        void Take(int x, int sign)
        {
            red += sign * columns.Red[x];
            green += sign * columns.Green[x];
            blue += sign * columns.Blue[x];
            light += sign * columns.Light[x];
            squares += sign * columns.Squares[x];
        }
    }

    /// <summary>Sums down the columns of the rows around one; moved on row by row where rows come in order.</summary>
    private sealed class Columns(Film film, int half)
    {
        private int _row = int.MinValue;

        public int[] Red { get; } = new int[film.Width];

        public int[] Green { get; } = new int[film.Width];

        public int[] Blue { get; } = new int[film.Width];

        public int[] Light { get; } = new int[film.Width];

        public int[] Squares { get; } = new int[film.Width];

        public void MoveTo(int y)
        {
            if (y == _row + 1)
            {
                Add(y + half, 1);
                Add(y - half - 1, -1);
            }
            else
            {
                foreach (var sums in (int[][])[Red, Green, Blue, Light, Squares])
                    sums.AsSpan().Clear();
                for (var row = y - half; row <= y + half; row++)
                    Add(row, 1);
            }

            _row = y;
        }

        private void Add(int row, int sign)
        {
            var start = Math.Clamp(row, 0, film.Height - 1) * film.Width;
            for (var x = 0; x < Red.Length; x++)
            {
                int red = film.Red[start + x],
                    green = film.Green[start + x],
                    blue = film.Blue[start + x];
                var light = Film.Luma(red, green, blue);
                Red[x] += sign * red;
                Green[x] += sign * green;
                Blue[x] += sign * blue;
                Light[x] += sign * light;
                Squares[x] += sign * light * light;
            }
        }
    }
}
