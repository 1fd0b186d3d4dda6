namespace Atelier.Data.Limits;

/// <summary>How often an account may ask for one group of operations; whole numbers, 0 is no limit.</summary>
/// <param name="Group">generate, regenerate or transform.</param>
/// <param name="PerMinute">In any 60 seconds.</param>
/// <param name="PerHour">In any 60 minutes.</param>
/// <param name="PerDay">From midnight to midnight, UTC.</param>
/// <param name="Tiers">The tiers of accounts that it holds for; null is every account.</param>
public sealed record OperationLimit(string Group, int PerMinute, int PerHour, int PerDay, IReadOnlyList<string>? Tiers)
{
    /// <summary>Whether it holds for accounts of a tier.</summary>
    public bool HoldsFor(string tier) => Tiers is null || Tiers.Contains(tier);
}
