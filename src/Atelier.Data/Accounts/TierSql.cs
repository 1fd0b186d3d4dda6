namespace Atelier.Data.Accounts;

/// <summary>What a row a of accounts may do: as it says itself, else as its tier does. The owner is premium.</summary>
internal static class TierSql
{
    /// <summary>Its tier.</summary>
    public const string Name = "CASE WHEN a.owner THEN 'premium' ELSE a.tier END";

    /// <summary>Pictures a day; NULL is no limit.</summary>
    public const string DailyPictures =
        $"(CASE WHEN a.daily_limit IS NULL THEN (SELECT t.daily_pictures {OfTier}) ELSE nullif(a.daily_limit, -1) END)";

    /// <summary>Ready and running generations at once; NULL is no limit.</summary>
    public const string Running =
        $"(CASE WHEN a.max_active IS NULL THEN (SELECT t.running {OfTier}) ELSE nullif(a.max_active, -1) END)";

    // A tier that nobody knows counts as free.
    private const string OfTier =
        $"FROM tiers t WHERE t.name IN ({Name}, 'free') ORDER BY t.name = {Name} DESC LIMIT 1";
}
