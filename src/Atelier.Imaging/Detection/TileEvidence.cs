namespace Atelier.Imaging.Detection;

/// <summary>How a common pattern lies in the tiles; weak and strong are the first and last tenth of them.</summary>
/// <param name="WeakGain">1 is as strong as on average.</param>
/// <param name="StrongGain">1 is as strong as on average.</param>
/// <param name="WeakLikeness">Correlation with the pattern.</param>
/// <param name="Likeness">The same, of the tile in the middle.</param>
/// <param name="WeakRest">Levels of what is there besides the pattern.</param>
/// <param name="StrongRest">Levels of what is there besides the pattern.</param>
/// <param name="GainByBase">Correlation of strength with brightness.</param>
internal sealed record TileEvidence(
    float WeakGain,
    float StrongGain,
    float WeakLikeness,
    float Likeness,
    float WeakRest,
    float StrongRest,
    float GainByBase
)
{
    internal static TileEvidence Of(TileStack stack)
    {
        var shows = Enumerable.Range(0, stack.Count).Select(stack.Show).ToList();
        var gains = Sorted(shows, show => show.Gain);
        var likeness = Sorted(shows, show => show.Likeness);
        var rests = Sorted(shows, show => show.Rest);
        return new TileEvidence(
            Part(gains, 0.1),
            Part(gains, 0.9),
            Part(likeness, 0.1),
            Part(likeness, 0.5),
            Part(rests, 0.1),
            Part(rests, 0.9),
            Correlation(shows)
        );
    }

    private static float[] Sorted(List<TileShow> shows, Func<TileShow, float> of) => [.. shows.Select(of).Order()];

    private static float Part(float[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];

    private static float Correlation(List<TileShow> shows)
    {
        var (gain, level) = (shows.Average(show => show.Gain), shows.Average(show => show.Base));
        float both = 0,
            gains = 0,
            levels = 0;
        foreach (var show in shows)
        {
            both += (show.Gain - gain) * (show.Base - level);
            gains += (show.Gain - gain) * (show.Gain - gain);
            levels += (show.Base - level) * (show.Base - level);
        }

        return both / MathF.Sqrt(Math.Max(1e-6f, gains * levels));
    }
}
