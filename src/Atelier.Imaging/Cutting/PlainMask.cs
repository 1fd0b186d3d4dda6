namespace Atelier.Imaging.Cutting;

/// <summary>Tells a subject from a plain background without a network: what can be reached from the rims is background.</summary>
internal static class PlainMask
{
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
            Visit(x);
            Visit(((height - 1) * width) + x);
        }

        for (var y = 0; y < height; y++)
        {
            Visit(y * width);
            Visit((y * width) + width - 1);
        }

        while (open.TryPop(out var at))
        {
            var x = at % width;
            if (x > 0)
                Visit(at - 1);
            if (x < width - 1)
                Visit(at + 1);
            if (at >= width)
                Visit(at - width);
            if (at < (height - 1) * width)
                Visit(at + width);
        }

        var left = mask.Values.Sum() / mask.Values.Length;
        return left is > 0.002f and < 0.98f ? mask : null;

        void Visit(int at)
        {
            if (mask.Values[at] == 0f)
                return;
            var (x, y) = (((at % width) + 0.5f) / width, ((at / width) + 0.5f) / height);
            if (surface.Apart(colours, at, x, y) > most)
                return;
            mask.Values[at] = 0f;
            open.Push(at);
        }
    }
}
