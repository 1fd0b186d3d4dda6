namespace Atelier.Data.Usage;

/// <summary>What an account asked for on a day, UTC, and may.</summary>
/// <param name="Limit">Pictures a day; null is no limit.</param>
internal sealed record Quota(int? Limit, int Used, DateOnly Day, TimeSpan ResetsIn);
