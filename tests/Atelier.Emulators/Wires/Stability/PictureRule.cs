namespace Atelier.Emulators.Wires.Stability;

/// <summary>The pictures that a service takes.</summary>
/// <param name="MostRatio">The longer side by the shorter; 0 is no limit.</param>
internal sealed record PictureRule(int LeastSide, int MostSide, long LeastPixels, long MostPixels, double MostRatio = 0)
{
    public static readonly PictureRule Any = new(64, 16_384, 4_096, 9_437_184);
    public static readonly PictureRule Edit = Any with { MostRatio = 2.5 };
    public static readonly PictureRule Fast = new(32, 1_536, 1_024, 1_048_576);
    public static readonly PictureRule Creative = Any with { MostPixels = 1_048_576 };

    /// <summary>What is wrong with a size; null when nothing is.</summary>
    public string? Against(int width, int height)
    {
        var (longer, shorter) = (Math.Max(width, height), Math.Min(width, height));
        var pixels = (long)width * height;
        return shorter < LeastSide || longer > MostSide ? $"each side must be {LeastSide} to {MostSide} pixels"
            : pixels < LeastPixels || pixels > MostPixels ? $"there must be {LeastPixels} to {MostPixels} pixels"
            : MostRatio > 0 && longer > MostRatio * shorter ? "the ratio must be between 1:2.5 and 2.5:1"
            : null;
    }
}
