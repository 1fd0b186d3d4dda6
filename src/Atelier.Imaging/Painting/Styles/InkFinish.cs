using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Styles;

/// <summary>Draws a dark line wherever two flat colours meet.</summary>
internal sealed class InkFinish : IFinish
{
    private const float Low = 44f;
    private const float High = 110f;

    public void Apply(Canvas canvas, Rows rows)
    {
        var source = canvas.Pixels.AsSpan().ToArray();
        var reach = Math.Max(1, (int)((canvas.Frame.Unit / 760f) + 0.5f));
        rows.Each(canvas.Frame.Height, () => 0, (y, _) => InkRow(canvas, source, y, reach));
    }

    private static void InkRow(Canvas canvas, byte[] source, int y, int reach)
    {
        var (width, height) = (canvas.Frame.Width, canvas.Frame.Height);
        var above = Math.Max(0, y - reach) * canvas.Stride;
        var below = Math.Min(height - 1, y + reach) * canvas.Stride;
        var here = y * canvas.Stride;
        for (var x = 0; x < width; x++)
        {
            var left = here + (Math.Max(0, x - reach) * 3);
            var right = here + (Math.Min(width - 1, x + reach) * 3);
            var across = 0;
            var down = 0;
            for (var c = 0; c < 3; c++)
            {
                across += Math.Abs(source[right + c] - source[left + c]);
                down += Math.Abs(source[below + (x * 3) + c] - source[above + (x * 3) + c]);
            }
            var ink = 0.72f * Curve.Step(Low, High, Math.Max(across, down));
            if (ink <= 0f)
                continue;
            var at = here + (x * 3);
            canvas.Pixels[at] = (byte)Curve.Lerp(source[at], 28f, ink);
            canvas.Pixels[at + 1] = (byte)Curve.Lerp(source[at + 1], 24f, ink);
            canvas.Pixels[at + 2] = (byte)Curve.Lerp(source[at + 2], 40f, ink);
        }
    }
}
