namespace Atelier.Imaging.Tests.Detection;

/// <summary>Printed walls of many thin strokes, lit and grained, most with something of a scene in front: as near to a mark as a surface comes.</summary>
internal static class Wallpaper
{
    internal static PixelBuffer Make(int number, PixelBuffer scene)
    {
        var draw = 0;
        double Next() => Textures.Hash(number, draw++, 77);
        var (across, down) = (40 + (Next() * 120), 40 + (Next() * 90));
        var strokes = Enumerable.Range(0, 3 + (int)(Next() * 10)).Select(_ => Stroke()).ToList();
        var (sin, cos) = Math.SinCos(number % 3 == 0 ? 0 : Next() * 1.5);
        var ground = 60 + (Next() * 140);
        var ink = ground + ((Next() < 0.5 ? -1 : 1) * (20 + (Next() * 90)));
        var (grain, light, wave) = (Next() * Next() * 60, Next() * 0.6, 40 + (Next() * 200));
        var (left, top) = (Next() * scene.Width, Next() * scene.Height);
        var radius = number % 4 == 0 ? 0 : Next() * 0.35 * scene.Width;
        var pixels = scene.Pixels.ToArray();
        for (var y = 0; y < scene.Height; y++)
        for (var x = 0; x < scene.Width; x++)
        {
            if (((x - left) * (x - left)) + ((y - top) * (y - top)) < radius * radius)
                continue;
            var (u, v) = ((x * cos) + (y * sin), (y * cos) - (x * sin));
            var moved = u + (Textures.Mod(Math.Floor(v / down), 2) * (number % 2) * across / 2);
            var value = strokes.Exists(stroke => stroke.Covers(moved, v, across, down)) ? ink : ground;
            value *= 1 - light + (light * Math.Sin((x + (y * 0.6)) / wave));
            value += (Textures.Hash(x, y, number) - 0.5) * grain;
            pixels.AsSpan(((y * scene.Width) + x) * 3, 3).Fill((byte)Math.Clamp(value, 0, 255));
        }

        return scene with
        {
            Pixels = pixels,
        };

        Stroke Stroke() => new(Next() * across, Next() * down, Next() * 3.14, 4 + (Next() * 22), 1 + (Next() * 4));
    }

    private sealed record Stroke(double X, double Y, double Turn, double Length, double Width)
    {
        private readonly (double Sin, double Cos) _turn = Math.SinCos(Turn);

        internal bool Covers(double x, double y, double across, double down)
        {
            var (right, below) = (
                Textures.Mod(x - X + (across / 2), across) - (across / 2),
                Textures.Mod(y - Y + (down / 2), down) - (down / 2)
            );
            return Math.Abs((right * _turn.Cos) + (below * _turn.Sin)) < Length / 2
                && Math.Abs((below * _turn.Cos) - (right * _turn.Sin)) < Width / 2;
        }
    }
}
