namespace Atelier.Core.Policy.Matching;

/// <summary>The pairs of all combinations, and the groups that are in any.</summary>
internal sealed class PairSet(Pair[] pairs)
{
    public int Count => pairs.Length;

    public ReadOnlySpan<Pair> All => pairs;

    public UInt128 Groups { get; } = pairs.Aggregate(UInt128.Zero, (all, pair) => all | pair.First | pair.Second);
}
