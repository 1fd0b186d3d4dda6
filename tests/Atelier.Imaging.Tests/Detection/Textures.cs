using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Tests.Detection;

/// <summary>Pictures that repeat themselves without a mark: what a detector of repetition takes for one.</summary>
internal static class Textures
{
    private static readonly Func<double, double, int, double>[] Patterns =
    [
        Bricks,
        (x, y, _) => (((int)Math.Floor(x / 24) + (int)Math.Floor(y / 24)) & 1) == 0 ? 60 : 190,
        (x, _, _) => Mod(x, 18) < 8 ? 80 : 170,
        (x, y, _) => Mod(x, 32) < 2 || Mod(y, 32) < 2 ? 60 : 180,
        Fence,
        Windows,
        (x, y, _) => Around(x, y, 26) < 8 ? 220 : 90,
        (x, y, _) => Around(x, y, 8) < 1 + (3 * (0.5 + (0.5 * Math.Sin(x / 90) * Math.Cos(y / 70)))) ? 30 : 230,
        Weave,
        Tiles,
        Shingles,
        Keys,
        Plaid,
        Shelves,
        Motif,
        Leaves,
    ];

    internal static int Count => Patterns.Length * 5;

    /// <summary>A pattern straight or turned, clean or with light and noise on it, or over a part of a scene.</summary>
    internal static PixelBuffer Make(int number, PixelBuffer scene)
    {
        var (pattern, way) = (Patterns[number % Patterns.Length], number / Patterns.Length);
        var (sin, cos) = Math.SinCos(way is 1 or 3 ? 0.3 : 0);
        var size = way == 2 ? 1.6 : 1;
        var pixels = scene.Pixels.ToArray();
        for (var y = 0; y < scene.Height; y++)
        for (var x = 0; x < scene.Width; x++)
        {
            var value = pattern(((x * cos) + (y * sin)) / size, ((y * cos) - (x * sin)) / size, number);
            var at = ((y * scene.Width) + x) * 3;
            if (way >= 2)
                value = (value * (0.55 + (0.45 * x / scene.Width))) + (Hash(x, y, number) * 14) - 7;
            if (way == 4 && y > scene.Height * (0.35 + (0.3 * Math.Sin(x / 80.0))))
                continue;
            for (var band = 0; band < 3; band++)
                pixels[at + band] = (byte)Math.Clamp(value + (band * 6) - 6, 0, 255);
        }

        return scene with
        {
            Pixels = pixels,
        };
    }

    /// <summary>Something opaque that repeats, in front of a scene: a fence, dots on a pane, bars.</summary>
    internal static PixelBuffer InFront(int number, PixelBuffer scene)
    {
        var pixels = scene.Pixels.ToArray();
        for (var y = 0; y < scene.Height; y++)
        for (var x = 0; x < scene.Width; x++)
        {
            var covered = (number % 5) switch
            {
                0 => Mod(x + y, 40) < 3 || Mod(x - y, 40) < 3,
                1 => Mod(x, 36) < 5,
                2 => Mod(x, 60) < 3 || Mod(y, 80) < 3,
                3 => Around(x, y, 44) < 5,
                _ => Mod(x, 30) < 4 || Mod(y, 150) < 6,
            };
            if (!covered)
                continue;
            for (var band = 0; band < 3; band++)
                pixels[(((y * scene.Width) + x) * 3) + band] = (byte)(number % 2 == 0 ? 190 : 50);
        }

        return scene with
        {
            Pixels = pixels,
        };
    }

    /// <summary>Printed cloth in uneven light, with grain; with <paramref name="covered"/>, something of a scene in front of it.</summary>
    internal static PixelBuffer Cloth(int number, MarkStamp print, PixelBuffer scene, bool covered)
    {
        var plain = scene with { Pixels = [.. Enumerable.Repeat((byte)(90 + (number % 4 * 25)), scene.Pixels.Length)] };
        var pixels = print.Tile(plain).Pixels;
        for (var y = 0; y < scene.Height; y++)
        for (var x = 0; x < scene.Width; x++)
        {
            var at = ((y * scene.Width) + x) * 3;
            var light = 0.7 + (0.3 * Math.Sin((x + (y * 0.4)) / (60 + (number % 3 * 40))));
            var grain = (Hash(x, y, number) * (10 + (number % 5 * 8))) - 5;
            var (across, down) = ((x / (double)scene.Width) - 0.6, (y / (double)scene.Height) - 0.7);
            var front = covered && (across * across) + (down * down) < 0.06;
            for (var band = 0; band < 3; band++)
            {
                pixels[at + band] = front
                    ? scene.Pixels[at + band]
                    : (byte)Math.Clamp((pixels[at + band] * light) + grain, 0, 255);
            }
        }

        return scene with
        {
            Pixels = pixels,
        };
    }

    /// <summary>A page of printed text; with <paramref name="same"/>, the same line over and over.</summary>
    internal static PixelBuffer Page(int number, int width, int height, bool same)
    {
        string[] words =
        [
            "paint",
            "the",
            "lake",
            "of",
            "morning",
            "and",
            "a",
            "boat",
            "under",
            "grey",
            "hills",
            "where",
            "wind",
            "turns",
        ];
        var lines = Enumerable
            .Range(0, 40)
            .Select(line =>
                string.Join(
                    ' ',
                    Enumerable
                        .Range(0, 9)
                        .Select(word => words[(int)(Hash(same ? 1 : line, word, number) * words.Length)])
                )
            );
        using var letters = WatermarkText.Draw(
            string.Join('\n', lines),
            13 + (number % 4 * 3),
            new WatermarkFont(TestVips.Options).Path
        );
        var ink = letters.ToPixels();
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var dark = x < ink.Width && y < ink.Height ? ink.Pixels[((y * ink.Width) + x) * ink.Bands] : 0;
            pixels.AsSpan(((y * width) + x) * 3, 3).Fill((byte)(245 - (dark * 0.85)));
        }

        return new PixelBuffer(width, height, 3, pixels);
    }

    private static double Bricks(double x, double y, int seed)
    {
        var row = (int)Math.Floor(y / 20);
        var moved = x + ((row & 1) * 24);
        var shade = Hash((int)Math.Floor(moved / 48), row, seed) * 50;
        return Mod(moved, 48) < 3 || Mod(y, 20) < 3 ? 190 : 90 + shade;
    }

    private static double Fence(double x, double y, int seed) =>
        Mod(x + y, 30) < 2 || Mod(x - y, 30) < 2 ? 200 : 80 + (40 * Math.Sin((x + seed) / 60));

    private static double Windows(double x, double y, int seed)
    {
        if (Mod(x, 52) is < 12 or > 44 || Mod(y, 70) is < 14 or > 60)
            return 150;
        if (Mod(x, 52) is > 27 and < 30 || Mod(y, 70) is > 35 and < 38)
            return 210;
        return 40 + (Hash((int)Math.Floor(x / 52), (int)Math.Floor(y / 70), seed) * 120);
    }

    private static double Weave(double x, double y, int seed) =>
        130 + (50 * Math.Sin(x * 0.8) * Math.Sin(y * 0.8)) + (20 * Math.Sin((x + y) * 0.4)) + (seed % 3);

    private static double Tiles(double x, double y, int seed)
    {
        var (across, down) = (Mod(x, 64) - 32, Mod(y, 64) - 32);
        var away = Math.Sqrt((across * across) + (down * down));
        return 140 + (60 * Math.Cos(away / 4)) + (30 * Math.Cos(4 * Math.Atan2(down, across))) + (seed % 5);
    }

    private static double Shingles(double x, double y, int seed)
    {
        var row = (int)Math.Floor(y / 24);
        var (across, down) = (Mod(x + ((row & 1) * 16), 32) - 16, Mod(y, 24));
        return (across * across / 12) + down > 22 ? 60 : 110 + (down * 2) + (seed % 7);
    }

    private static double Keys(double x, double y, int seed)
    {
        var (column, row) = ((int)Math.Floor(x / 44), (int)Math.Floor(y / 44));
        var (across, down) = (Mod(x, 44), Mod(y, 44));
        if (across < 4 || down < 4)
            return 30;
        // A label that differs from key to key.
        var lit =
            across is > 14 and < 28
            && down is > 12 and < 30
            && Hash((int)(across / 4) + (column * 9), (int)(down / 4) + (row * 9), seed) > 0.5;
        return lit ? 220 : 70;
    }

    private static double Plaid(double x, double y, int seed) =>
        120
        + (Mod(x, 80) < 30 ? 40 : 0)
        + (Mod(y, 80) < 30 ? 40 : 0)
        - (Mod(x, 80) is > 50 and < 54 ? 60 : 0)
        - (Mod(y, 80) is > 50 and < 54 ? 60 : 0)
        + (seed % 3);

    private static double Shelves(double x, double y, int seed)
    {
        var shelf = (int)Math.Floor(y / 90);
        if (Mod(y, 90) > 80)
            return 60;
        var book = (int)Math.Floor((x + (20 * Math.Sin((x / 31) + shelf))) / 16);
        return 60 + (Hash(book, shelf, seed) * 160);
    }

    // Wallpaper: a motif of several pieces, the same in each cell.
    private static double Motif(double x, double y, int seed)
    {
        var (across, down) = (Mod(x, 90) - 45, Mod(y, 90) - 45);
        for (var leaf = 0; leaf < 6; leaf++)
        {
            var (sin, cos) = Math.SinCos(leaf + (seed % 4));
            var (a, b) = (across - (24 * cos), down - (24 * sin));
            if ((a * a / (30 + (leaf * 15))) + (b * b / (90 - (leaf * 10))) < 1)
                return 210 - (leaf * 4);
        }

        return (across * across) + (down * down) < 60 ? 230 : 120;
    }

    private static double Leaves(double x, double y, int seed)
    {
        var row = (int)Math.Floor(y / 70);
        var (across, down) = (Mod(x + ((row & 1) * 55), 110) - 55, Mod(y, 70) - 35);
        var vein = Math.Abs(down - (12 * Math.Sin(across / 9))) < 3 && Math.Abs(across) < 40;
        var dots = Around(across + 200, down + 200 + (seed % 3), 34) < 5 && Math.Abs(across) < 45;
        return vein ? 70
            : dots ? 100
            : 200;
    }

    private static double Around(double x, double y, double step)
    {
        var (across, down) = (Mod(x, step) - (step / 2), Mod(y, step) - (step / 2));
        return Math.Sqrt((across * across) + (down * down));
    }

    internal static double Mod(double value, double by) => value - (Math.Floor(value / by) * by);

    // 0 to 1, the same for the same numbers.
    internal static double Hash(int one, int two, int three)
    {
        var mixed = unchecked(((uint)one * 2654435761u) ^ ((uint)two * 2246822519u) ^ ((uint)three * 3266489917u));
        mixed = unchecked((mixed ^ (mixed >> 15)) * 2246822519u);
        return ((mixed ^ (mixed >> 13)) & 0xffffff) / (double)0x1000000;
    }
}
