namespace Atelier.Imaging.Cutting;

/// <summary>Tells a subject from a plain background without a network: what can be reached from the rims is background.</summary>
internal static class PlainMask
{
    private const float DarkestShadow = 0.35f;
    private const float Gentle = 0.035f;

    /// <summary>1 for the subject, 0 for the background; null where the background is not plain, or nothing stands before it.</summary>
    public static Field? Of(Field[] colours)
    {
        if (PlainSurface.Of(colours, null) is not { } surface)
            return null;

        var (width, height) = (colours[0].Width, colours[0].Height);
        var most = Math.Clamp(4f * surface.Uneven, 0.05f, 0.14f);
        var mask = new Field(width, height);
        Array.Fill(mask.Values, 1f);
        var open = new Stack<int>();
        for (var x = 0; x < width; x++)
        {
            Visit(x, -1);
            Visit(((height - 1) * width) + x, -1);
        }

        for (var y = 0; y < height; y++)
        {
            Visit(y * width, -1);
            Visit((y * width) + width - 1, -1);
        }

        while (open.TryPop(out var at))
        {
            var x = at % width;
            if (x > 0)
                Visit(at - 1, at);
            if (x < width - 1)
                Visit(at + 1, at);
            if (at >= width)
                Visit(at - width, at);
            if (at < (height - 1) * width)
                Visit(at + width, at);
        }

        var left = mask.Values.Sum() / mask.Values.Length;
        return left is > 0.002f and < 0.98f ? mask : null;

        void Visit(int at, int from)
        {
            if (mask.Values[at] == 0f)
                return;
            var (x, y) = (((at % width) + 0.5f) / width, ((at / width) + 0.5f) / height);
            var isBackground = surface.Apart(colours, at, x, y) <= most;
            if (!isBackground && (from < 0 || !IsShadow(colours, surface, at, from, x, y)))
                return;
            mask.Values[at] = 0f;
            open.Push(at);
        }
    }

    // Where the light fades step by step and the colour stays, a shadow lies; things begin with an edge.
    private static bool IsShadow(Field[] colours, PlainSurface surface, int at, int from, float x, float y)
    {
        float here = 0,
            behind = 0,
            step = 0;
        for (var band = 0; band < 3; band++)
        {
            here += colours[band].Values[at];
            behind += surface.At(band, x, y);
            step = Math.Max(step, Math.Abs(colours[band].Values[at] - colours[band].Values[from]));
        }

        var left = here / Math.Max(0.01f, behind);
        var strange = 0f;
        for (var band = 0; band < 3; band++)
            strange = Math.Max(strange, Math.Abs(colours[band].Values[at] - (surface.At(band, x, y) * left)));
        return left is > DarkestShadow and < 1f && step < Gentle && strange < Gentle;
    }
}
