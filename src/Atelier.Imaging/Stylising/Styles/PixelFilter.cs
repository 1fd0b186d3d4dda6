using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Styles;

/// <summary>Square dots, 128 along the longer side, in 24 colours that the photo itself suggests; none are mixed by dithering.</summary>
internal sealed class PixelFilter : IPhotoFilter
{
    private const int Dots = 128;
    private const int Colours = 24;
    private const float Crispness = 0.35f;

    private static readonly Tone Bright = new(light => light + (0.14f * (light - 118f)), 1.55f);

    public Film Apply(Film photo, Rows rows)
    {
        var side = Math.Max(1, (Math.Max(photo.Width, photo.Height) + (Dots / 2)) / Dots);
        var dots = Sharpen(Shrink(photo, side, rows), rows);
        Bright.Apply(dots, rows);
        DotPalette.Of(dots, Colours).Apply(dots, rows);
        rows.Each(photo.Height, () => 0, (y, _) => Enlarge(dots, photo, side, y));
        return photo;
    }

    private static Film Shrink(Film photo, int side, Rows rows)
    {
        var dots = new Film((photo.Width + side - 1) / side, (photo.Height + side - 1) / side);
        rows.Each(
            dots.Height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < dots.Width; x++)
                    Mean(photo, dots, x, y, side);
            }
        );
        return dots;
    }

    private static void Mean(Film photo, Film dots, int x, int y, int side)
    {
        var (right, below) = (Math.Min(photo.Width, (x + 1) * side), Math.Min(photo.Height, (y + 1) * side));
        long red = 0,
            green = 0,
            blue = 0,
            count = 0;
        for (var v = y * side; v < below; v++)
        for (var u = x * side; u < right; u++, count++)
        {
            var at = (v * photo.Width) + u;
            red += photo.Red[at];
            green += photo.Green[at];
            blue += photo.Blue[at];
        }

        var to = (y * dots.Width) + x;
        dots.Red[to] = (byte)((red + (count / 2)) / count);
        dots.Green[to] = (byte)((green + (count / 2)) / count);
        dots.Blue[to] = (byte)((blue + (count / 2)) / count);
    }

    // Means are soft; dots want to differ from those beside them.
    private static Film Sharpen(Film dots, Rows rows)
    {
        var made = new Film(dots.Width, dots.Height);
        rows.Each(
            dots.Height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < dots.Width; x++)
                {
                    var at = (y * dots.Width) + x;
                    made.Red[at] = Sharp(dots.Red, x, y, dots);
                    made.Green[at] = Sharp(dots.Green, x, y, dots);
                    made.Blue[at] = Sharp(dots.Blue, x, y, dots);
                }
            }
        );
        return made;
    }

    private static byte Sharp(byte[] plane, int x, int y, Film size)
    {
        var here = y * size.Width;
        var around =
            plane[here + Math.Max(0, x - 1)]
            + plane[here + Math.Min(size.Width - 1, x + 1)]
            + plane[(Math.Max(0, y - 1) * size.Width) + x]
            + plane[(Math.Min(size.Height - 1, y + 1) * size.Width) + x];
        var own = plane[here + x];
        return Tone.Byte(own + (Crispness * (own - (around / 4f))) + 0.5f);
    }

    private static void Enlarge(Film dots, Film photo, int side, int y)
    {
        var (from, to) = (y / side * dots.Width, y * photo.Width);
        for (var x = 0; x < photo.Width; x++)
        {
            var at = from + (x / side);
            photo.Red[to + x] = dots.Red[at];
            photo.Green[to + x] = dots.Green[at];
            photo.Blue[to + x] = dots.Blue[at];
        }
    }
}
