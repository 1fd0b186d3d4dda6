namespace Atelier.Bench.Filters;

/// <summary>What a filter takes at a size.</summary>
internal sealed record SizedFilter(string Filter, string Size, Cost Ours);
