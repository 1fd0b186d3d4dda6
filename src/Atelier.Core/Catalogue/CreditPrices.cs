namespace Atelier.Core.Catalogue;

/// <summary>What the caller pays for one delivered picture, in thousandths of a credit (requirement C-50).</summary>
public sealed record CreditPrices(IReadOnlyDictionary<Quality, long> ByQuality, long RemoveBackground)
{
    /// <summary>The price of a picture made at this quality.</summary>
    public long Of(Quality quality) => ByQuality[quality];
}
