using System.Numerics;

namespace Atelier.Core.Policy;

/// <summary>Sets of categories as bits.</summary>
internal static class CategoryMask
{
    public static uint Of(PolicyCategory category) => 1u << (int)category;

    public static uint Of(IEnumerable<PolicyCategory> categories) =>
        categories.Aggregate(0u, (mask, category) => mask | Of(category));

    /// <summary>In the order of the enum.</summary>
    public static IReadOnlyList<PolicyCategory> Categories(uint mask)
    {
        var categories = new List<PolicyCategory>(BitOperations.PopCount(mask));
        for (; mask != 0; mask &= mask - 1)
        {
            categories.Add((PolicyCategory)BitOperations.TrailingZeroCount(mask));
        }

        return categories;
    }
}
