namespace Atelier.Imaging.Stylising.Lines;

/// <summary>Takes spots of ink away that are too small to be lines.</summary>
internal static class Specks
{
    // Fainter than this is no ink but the rim of a line.
    private const float Faint = 0.2f;

    /// <summary>Clears spots of fewer than <paramref name="least"/> pixels, in place.</summary>
    public static void Remove(float[] ink, int width, int height, int least)
    {
        var seen = new bool[ink.Length];
        // Pixels wait here at most once each; a large blot need not be held whole.
        var waiting = new Stack<int>();
        var spot = new List<int>();
        for (var start = 0; start < ink.Length; start++)
        {
            if (seen[start] || ink[start] < Faint)
                continue;

            spot.Clear();
            var size = 0;
            Visit(start);
            while (waiting.TryPop(out var at))
            {
                size++;
                if (size <= least)
                    spot.Add(at);
                var (x, y) = (at % width, at / width);
                for (var v = Math.Max(0, y - 1); v <= Math.Min(height - 1, y + 1); v++)
                for (var u = Math.Max(0, x - 1); u <= Math.Min(width - 1, x + 1); u++)
                    Visit((v * width) + u);
            }

            if (size < least)
                spot.ForEach(at => ink[at] = 0f);
        }

        void Visit(int at)
        {
            if (!seen[at] && ink[at] >= Faint)
            {
                seen[at] = true;
                waiting.Push(at);
            }
        }
    }
}
