using System.Runtime.CompilerServices;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising;

namespace Atelier.Imaging.Enlarging;

/// <summary>
/// Takes noise out of a photo by means of places that look alike: each pixel becomes the mean of those around whose
/// surroundings resemble its own, as far as noise alone could tell them apart. How strong the noise is, is measured first.
/// </summary>
internal static class NoiseFilter
{
    private const int Reach = 4;
    private const int Patch = 1;
    private const float Grain = 0.12f;

    /// <summary>The photo with less noise; alpha is kept. The same buffer where there is hardly any.</summary>
    public static PixelBuffer Apply(PixelBuffer photo, Rows rows)
    {
        var noise = NoiseOf(photo);
        if (noise < 1f)
            return photo;

        var (width, height, bands) = (photo.Width, photo.Height, photo.Bands);
        var pixels = GC.AllocateUninitializedArray<byte>(photo.Pixels.Length);
        var light = Lights(photo);
        // Two patches of the same thing differ by twice the noise's square.
        var alike = 2f * noise * noise * ((2 * Patch) + 1) * ((2 * Patch) + 1);
        rows.Each(
            height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < width; x++)
                    Settle(photo, light, x, y, alike, pixels.AsSpan(((y * width) + x) * bands, bands));
            }
        );
        return photo with { Pixels = pixels };
    }

    /// <summary>The deviation that noise has, in steps of lightness: the median of what is left where all smooth shapes cancel out.</summary>
    public static float NoiseOf(PixelBuffer photo)
    {
        var counts = new int[1024];
        var (width, total) = (photo.Width, 0);
        var light = Lights(photo);
        for (var y = 1; y < photo.Height - 1; y++)
        for (var x = 1; x < width - 1; x++)
        {
            var at = (y * width) + x;
            var left = light[at - width - 1] - (2 * light[at - 1]) + light[at + width - 1];
            var middle = light[at - width] - (2 * light[at]) + light[at + width];
            var right = light[at - width + 1] - (2 * light[at + 1]) + light[at + width + 1];
            counts[Math.Min(counts.Length - 1, Math.Abs(left - (2 * middle) + right))]++;
            total++;
        }

        var median = 0;
        for (var sum = counts[0]; sum < total / 2 && median < counts.Length - 1; sum += counts[median])
            median++;
        // The kernel makes six times the noise, whose median is 0.6745 of its deviation.
        return median / (6f * 0.6745f);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Settle(PixelBuffer photo, byte[] light, int x, int y, float alike, Span<byte> to)
    {
        float red = 0,
            green = 0,
            blue = 0,
            sum = 0;
        for (var down = -Reach; down <= Reach; down++)
        for (var across = -Reach; across <= Reach; across++)
        {
            var (otherX, otherY) = (x + across, y + down);
            if ((uint)otherX >= (uint)photo.Width || (uint)otherY >= (uint)photo.Height)
                continue;
            var apart = Distance(photo, light, x, y, otherX, otherY) / alike;
            // What noise alone explains counts fully.
            var over = MathF.Max(0f, apart - 0.8f);
            if (over > 1.2f)
                continue;
            var weight = 1f - (over / 1.2f);
            weight *= weight;
            var pixel = photo.Pixels.AsSpan(((otherY * photo.Width) + otherX) * photo.Bands, 3);
            red += weight * pixel[0];
            green += weight * pixel[1];
            blue += weight * pixel[2];
            sum += weight;
        }

        var own = photo.Pixels.AsSpan(((y * photo.Width) + x) * photo.Bands, 3);
        to[0] = Mix(red / sum, own[0]);
        to[1] = Mix(green / sum, own[1]);
        to[2] = Mix(blue / sum, own[2]);
        if (photo.Bands == 4)
            to[3] = photo.Pixels[(((y * photo.Width) + x) * 4) + 3];
    }

    // A little of the grain stays, or skin becomes wax.
    private static byte Mix(float mean, byte own) => (byte)(mean + (Grain * (own - mean)) + 0.5f);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Distance(PixelBuffer photo, byte[] light, int x, int y, int otherX, int otherY)
    {
        var sum = 0;
        for (var down = -Patch; down <= Patch; down++)
        {
            var one = Math.Clamp(y + down, 0, photo.Height - 1) * photo.Width;
            var other = Math.Clamp(otherY + down, 0, photo.Height - 1) * photo.Width;
            for (var across = -Patch; across <= Patch; across++)
            {
                var apart =
                    light[one + Math.Clamp(x + across, 0, photo.Width - 1)]
                    - light[other + Math.Clamp(otherX + across, 0, photo.Width - 1)];
                sum += apart * apart;
            }
        }

        return sum;
    }

    private static byte[] Lights(PixelBuffer photo)
    {
        var light = new byte[photo.Width * photo.Height];
        for (var at = 0; at < light.Length; at++)
        {
            var pixel = photo.Pixels.AsSpan(at * photo.Bands, 3);
            light[at] = (byte)Film.Luma(pixel[0], pixel[1], pixel[2]);
        }

        return light;
    }
}
