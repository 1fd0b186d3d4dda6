using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Filling;

/// <summary>Fills marked parts of pictures, and room around them, from what else the picture shows.</summary>
internal static class PictureFiller
{
    // What a hole may be filled from lies within its own size, but not too near and not too far.
    private const int LeastAround = 128;
    private const int MostAround = 1024;

    // How far from its rim a picture serves for what grows there, in shares of its sides.
    private const double FarAcross = 0.5;
    private const double FarDown = 0.14;

    /// <summary>The picture with what the mask marks filled; every other pixel is the picture's own.</summary>
    /// <param name="hole">For each pixel whether it is to be filled.</param>
    public static PixelBuffer Fill(PixelBuffer picture, bool[] hole, uint seed, Rows rows)
    {
        if (WindowOf(picture, hole) is not { } window)
            return picture;

        var plane = Cut(picture, hole, window);
        new HoleFiller(rows, seed).Fill(plane);
        return Paste(picture, plane, window);
    }

    /// <summary>The picture with that much room around it, filled; its own pixels stay as they are.</summary>
    public static PixelBuffer Grow(PixelBuffer picture, int left, int right, int top, int bottom, uint seed, Rows rows)
    {
        var (width, height) = (picture.Width + left + right, picture.Height + top + bottom);
        var canvas = new PixelBuffer(width, height, picture.Bands, new byte[(long)width * height * picture.Bands]);
        var hole = new bool[width * height];
        Array.Fill(hole, true);
        var row = picture.Width * picture.Bands;
        for (var y = 0; y < picture.Height; y++)
        {
            var to = ((y + top) * width) + left;
            picture.Pixels.AsSpan(y * row, row).CopyTo(canvas.Pixels.AsSpan(to * picture.Bands));
            hole.AsSpan(to, picture.Width).Clear();
        }

        var window = new Window(0, 0, width, height);
        var plane = Cut(canvas, hole, window);
        new HoleFiller(rows, seed)
        {
            Coarsest = 80,
            Guess = (here, at) =>
            {
                // As if the picture lay between mirrors.
                var across = (double)here.Width / width;
                var down = (double)here.Height / height;
                var x = Mirror(at % here.Width, (int)(left * across), (int)((left + picture.Width) * across));
                var y = Mirror(at / here.Width, (int)(top * down), (int)((top + picture.Height) * down));
                return Patches.Inside(x, y, here.Width, here.Height) ? (y * here.Width) + x : -1;
            },
            Fits = (here, target, find) =>
            {
                // What lies above a picture looks like its upper rim, not like its middle: skies stay skies.
                var across = (double)here.Width / width;
                var down = (double)here.Height / height;
                var nearX = Math.Clamp(target % here.Width, left * across, (left + picture.Width) * across);
                var nearY = Math.Clamp(target / here.Width, top * down, (top + picture.Height) * down);
                return Math.Abs((find % here.Width) - nearX) <= (FarAcross * picture.Width * across) + Patches.Half + 2
                    && Math.Abs((find / here.Width) - nearY) <= (FarDown * picture.Height * down) + Patches.Half + 2;
            },
        }.Fill(plane);
        return Paste(canvas, plane, window);
    }

    private static int Mirror(int at, int from, int to)
    {
        // A strip along the rim, mirrored again and again.
        var length = Math.Max(1, (to - from - (2 * Patches.Half) - 2) / 8);
        var (first, last) = (from + Patches.Half + 1, to - Patches.Half - 2);
        if (at >= first && at <= last)
            return at;
        var beyond = at < first ? first - at : at - last;
        var folded = beyond % (2 * length);
        var inside = folded < length ? folded : (2 * length) - 1 - folded;
        return at < first ? first + inside : last - inside;
    }

    private static Window? WindowOf(PixelBuffer picture, bool[] hole)
    {
        var (left, top, right, bottom) = (picture.Width, picture.Height, -1, -1);
        for (var y = 0; y < picture.Height; y++)
        {
            var row = hole.AsSpan(y * picture.Width, picture.Width);
            var first = row.IndexOf(true);
            if (first < 0)
                continue;
            (left, right) = (Math.Min(left, first), Math.Max(right, row.LastIndexOf(true)));
            (top, bottom) = (Math.Min(top, y), y);
        }

        if (right < 0)
            return null;

        var around = Math.Clamp(Math.Max(right - left, bottom - top), LeastAround, MostAround);
        (left, top) = (Math.Max(0, left - around), Math.Max(0, top - around));
        right = Math.Min(picture.Width - 1, right + around);
        bottom = Math.Min(picture.Height - 1, bottom + around);
        return new Window(left, top, right - left + 1, bottom - top + 1);
    }

    private static Plane Cut(PixelBuffer picture, bool[] hole, Window window)
    {
        var plane = new Plane(window.Width, window.Height);
        for (var y = 0; y < window.Height; y++)
        for (var x = 0; x < window.Width; x++)
        {
            var from = ((y + window.Top) * picture.Width) + x + window.Left;
            var to = (y * window.Width) + x;
            if (hole[from])
            {
                plane.Hole[to] = 1;
                continue;
            }

            var pixel = picture.Pixels.AsSpan(from * picture.Bands, picture.Bands);
            plane.Pixels[to] = Plane.Pack(pixel[0], pixel[1], pixel[2], picture.Bands == 4 ? pixel[3] : 0);
        }

        return plane;
    }

    private static PixelBuffer Paste(PixelBuffer picture, Plane plane, Window window)
    {
        var pixels = picture.Pixels.ToArray();
        for (var y = 0; y < window.Height; y++)
        for (var x = 0; x < window.Width; x++)
        {
            var from = (y * window.Width) + x;
            if (plane.Hole[from] == 0)
                continue;
            var pixel = plane.Pixels[from];
            var to = (((y + window.Top) * picture.Width) + x + window.Left) * picture.Bands;
            (pixels[to], pixels[to + 1], pixels[to + 2]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
            if (picture.Bands == 4)
                pixels[to + 3] = (byte)(pixel >> 24);
        }

        return picture with
        {
            Pixels = pixels,
        };
    }

    private sealed record Window(int Left, int Top, int Width, int Height);
}
