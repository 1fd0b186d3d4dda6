namespace Atelier.Core.Catalogue;

/// <summary>The pixel size for each aspect ratio and quality (requirement C-24).</summary>
/// <param name="Ratios">By ratio such as <c>16:9</c>; each holds all four qualities.</param>
public sealed record SizeTable(IReadOnlyDictionary<string, IReadOnlyDictionary<Quality, PixelSize>> Ratios)
{
    /// <summary>The name of the free ratio, which has use cases but no sizes of its own.</summary>
    public const string Custom = "custom";

    /// <summary>What each ratio is good for, in words for people; also for <see cref="Custom"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> UseCases { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The lowest quality of which some ratio has as many pixels: the price follows them.</summary>
    public Quality QualityOf(long pixels) =>
        Enum.GetValues<Quality>()
            .FirstOrDefault(quality => Ratios.Values.Max(sizes => sizes[quality].Pixels) >= pixels, Quality.Ultra);

    /// <summary>The size for a ratio and quality; null when the ratio is unknown.</summary>
    public PixelSize? Find(string ratio, Quality quality) =>
        Ratios.TryGetValue(ratio, out var sizes) ? sizes[quality] : null;
}
