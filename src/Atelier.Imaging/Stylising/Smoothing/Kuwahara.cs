using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Smoothing;

/// <summary>
/// Each pixel takes the colour of the calmest of four squares around it; squares nearly as calm have their share, so that no
/// corners show. Gives patches with sharp edges, as a flat brush leaves them.
/// </summary>
internal sealed class Kuwahara(int half)
{
    // Noise of a photo's flat parts; below it squares are equally calm.
    private const float Calm = 6f;

    public Film Apply(Film film, Rows rows)
    {
        var boxes = new BoxStatistics(film, half, rows);
        var made = new Film(film.Width, film.Height);
        rows.Each(film.Height, () => 0, (y, _) => Choose(boxes, made, y));
        return made;
    }

    private void Choose(BoxStatistics boxes, Film made, int y)
    {
        var (width, height) = (made.Width, made.Height);
        var above = Math.Max(0, y - half) * width;
        var below = Math.Min(height - 1, y + half) * width;
        for (var x = 0; x < width; x++)
        {
            var (left, right) = (Math.Max(0, x - half), Math.Min(width - 1, x + half));
            var (a, b, c, d) = (above + left, above + right, below + left, below + right);
            var (wa, wb, wc, wd) = (Weight(boxes, a), Weight(boxes, b), Weight(boxes, c), Weight(boxes, d));
            var share = 1f / (wa + wb + wc + wd);
            var at = (y * width) + x;
            made.Red[at] = Mean(boxes.Means.Red);
            made.Green[at] = Mean(boxes.Means.Green);
            made.Blue[at] = Mean(boxes.Means.Blue);

            byte Mean(byte[] plane) =>
                (byte)((((wa * plane[a]) + (wb * plane[b]) + (wc * plane[c]) + (wd * plane[d])) * share) + 0.5f);
        }
    }

    private static float Weight(BoxStatistics boxes, int at)
    {
        var calm = 64f / (boxes.Unrest[at] + Calm);
        var squared = calm * calm;
        return squared * squared;
    }
}
