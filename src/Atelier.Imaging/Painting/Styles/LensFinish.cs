using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Styles;

/// <summary>What a camera adds: the foreground and the far sky out of focus, a firmer tone, vignette and grain.</summary>
internal sealed class LensFinish : IFinish
{
    // Rows (parts of the height) in full focus.
    private const float SharpFrom = 0.40f;
    private const float SharpTo = 0.80f;

    public void Apply(Canvas canvas, Rows rows)
    {
        var frame = canvas.Frame;
        var largest = frame.Unit / 190f;
        var across = new byte[canvas.Pixels.Length];
        rows.Each(frame.Height, () => 0, (y, _) => BlurAcross(canvas, across, y, Radius(y, frame, largest)));
        rows.Each(frame.Height, () => new int[canvas.Stride], (y, sums) => Develop(canvas, across, y, sums, largest));
    }

    private static int Radius(int y, Frame frame, float largest)
    {
        var v = (y + 0.5f) / frame.Height;
        var off =
            v < SharpFrom ? (SharpFrom - v) * 1.1f
            : v > SharpTo ? (v - SharpTo) / (1f - SharpTo)
            : 0f;
        return (int)((Curve.Unit(off) * largest) + 0.35f);
    }

    private static void BlurAcross(Canvas canvas, byte[] into, int y, int radius)
    {
        var row = canvas.Pixels.AsSpan(y * canvas.Stride, canvas.Stride);
        var target = into.AsSpan(y * canvas.Stride, canvas.Stride);
        if (radius == 0)
        {
            row.CopyTo(target);
            return;
        }
        var last = canvas.Frame.Width - 1;
        var span = (radius * 2) + 1;
        for (var c = 0; c < 3; c++)
        {
            var sum = 0;
            for (var i = -radius; i <= radius; i++)
                sum += row[(Math.Clamp(i, 0, last) * 3) + c];
            for (var x = 0; x <= last; x++)
            {
                target[(x * 3) + c] = (byte)((sum + radius) / span);
                sum += row[(Math.Min(x + radius + 1, last) * 3) + c] - row[(Math.Max(x - radius, 0) * 3) + c];
            }
        }
    }

    private static void Develop(Canvas canvas, byte[] blurred, int y, int[] sums, float largest)
    {
        var frame = canvas.Frame;
        var radius = Radius(y, frame, largest);
        Array.Clear(sums);
        for (var i = -radius; i <= radius; i++)
        {
            var row = blurred.AsSpan(Math.Clamp(y + i, 0, frame.Height - 1) * canvas.Stride, canvas.Stride);
            for (var x = 0; x < sums.Length; x++)
                sums[x] += row[x];
        }
        var share = 1f / (255f * ((radius * 2) + 1));
        var dy = ((y + 0.5f) / frame.Height) - 0.5f;
        var at = y * canvas.Stride;
        for (var x = 0; x < frame.Width; x++)
        {
            var dx = ((x + 0.5f) / frame.Width) - 0.5f;
            var corner = (dx * dx) + (dy * dy);
            var light = 1.04f - (0.62f * corner) - (0.35f * corner * corner);
            var hash = Rng.Hash(canvas.Seed, x, y);
            // Two dice make a bell-like grain.
            var grain = (((hash & 255) + ((hash >> 8) & 255)) * (0.022f / 255f)) - 0.022f;
            for (var c = 0; c < 3; c++)
            {
                var tone = Curve.Unit(sums[(x * 3) + c] * share * light);
                // A slight S: deeper shadows, brighter lights.
                tone += 0.55f * ((tone * tone * (3f - (2f * tone))) - tone);
                canvas.Pixels[at + (x * 3) + c] = (byte)((Curve.Unit(tone + grain) * 255f) + 0.5f);
            }
        }
    }
}
