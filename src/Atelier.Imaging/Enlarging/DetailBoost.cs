using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising;
using Atelier.Imaging.Stylising.Smoothing;

namespace Atelier.Imaging.Enlarging;

/// <summary>
/// Sharpens an enlarged picture: its lightness only, and never beyond what the small one has around the same place, so that no
/// bright and dark seams ring along edges. Invents nothing.
/// </summary>
internal static class DetailBoost
{
    private const float Fine = 1.1f;
    private const float Coarse = 0.5f;

    // Noise is not worth sharpening: contrast of less than this counts ever less.
    private const float Calm = 5f;

    // How far above the brightest neighbour a pixel may get, as a share of the contrast there.
    private const float Beyond = 0.06f;

    public static void Apply(PixelBuffer large, PixelBuffer small, Rows rows)
    {
        var light = LightOf(large, rows);
        var scale = MathF.Max(1f, (float)large.Width / small.Width);
        var near = Blur.Apply(light, large.Width, large.Height, 1.1f * scale, rows);
        var far = Blur.Apply(light, large.Width, large.Height, 2.6f * scale, rows);
        var (low, high) = Bounds(small, rows);
        rows.Each(
            large.Height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < large.Width; x++)
                {
                    var at = (y * large.Width) + x;
                    var there = (y * small.Height / large.Height * small.Width) + (x * small.Width / large.Width);
                    var apart = high[there] - low[there];
                    var fine = Fine * (light[at] - near[at]);
                    var coarse = Coarse * (near[at] - far[at]);
                    var worth = apart / (apart + Calm);
                    var wanted = light[at] + ((fine + coarse) * worth);
                    var room = Beyond * apart;
                    var settled = Math.Clamp(
                        wanted,
                        Math.Min(light[at], low[there] - room),
                        Math.Max(light[at], high[there] + room)
                    );
                    Shift(large, at, settled - light[at]);
                }
            }
        );
    }

    private static void Shift(PixelBuffer picture, int at, float by)
    {
        for (var band = 0; band < 3; band++)
        {
            ref var value = ref picture.Pixels[(at * picture.Bands) + band];
            value = (byte)Math.Clamp(value + by + 0.5f, 0f, 255f);
        }
    }

    private static float[] LightOf(PixelBuffer picture, Rows rows)
    {
        var light = GC.AllocateUninitializedArray<float>(picture.Width * picture.Height);
        rows.Each(
            picture.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * picture.Width; at < (y + 1) * picture.Width; at++)
                    light[at] = Light(picture, at);
            }
        );
        return light;
    }

    private static float Light(PixelBuffer picture, int at)
    {
        var pixel = picture.Pixels.AsSpan(at * picture.Bands, 3);
        return Film.Luma(pixel[0], pixel[1], pixel[2]);
    }

    // The darkest and the lightest of the nine pixels around each.
    private static (byte[] Low, byte[] High) Bounds(PixelBuffer picture, Rows rows)
    {
        var (width, height) = (picture.Width, picture.Height);
        var (low, high) = (new byte[width * height], new byte[width * height]);
        rows.Each(
            height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < width; x++)
                {
                    var (least, most) = (byte.MaxValue, byte.MinValue);
                    for (var down = Math.Max(0, y - 1); down <= Math.Min(height - 1, y + 1); down++)
                    for (var across = Math.Max(0, x - 1); across <= Math.Min(width - 1, x + 1); across++)
                    {
                        var light = (byte)Light(picture, (down * width) + across);
                        (least, most) = (Math.Min(least, light), Math.Max(most, light));
                    }

                    (low[(y * width) + x], high[(y * width) + x]) = (least, most);
                }
            }
        );
        return (low, high);
    }
}
