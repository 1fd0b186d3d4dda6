namespace Atelier.Core.Policy.Matching;

/// <summary>Groups and pairs that were found, as bits.</summary>
internal readonly record struct Evidence(UInt128 Groups, ulong Pairs)
{
    public static Evidence operator |(Evidence left, Evidence right) =>
        new(left.Groups | right.Groups, left.Pairs | right.Pairs);
}
