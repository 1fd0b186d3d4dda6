namespace Atelier.Data.Accounts;

/// <summary>What a row a of accounts may do: as it says itself, else as its tier does. The owner is premium.</summary>
internal static class TierSql
{
    /// <summary>Its tier.</summary>
    public const string Name = "CASE WHEN a.owner THEN 'premium' ELSE a.tier END";

    /// <summary>
    /// Joins a row may with pictures (a day) and running (ready and running generations at once); NULL is no limit. A tier that
    /// nobody knows counts as free.
    /// </summary>
    public const string May = $"""
        LEFT JOIN LATERAL (SELECT t.daily_pictures, t.running FROM tiers t
            WHERE t.name IN ({Name}, 'free') ORDER BY t.name = {Name} DESC LIMIT 1) tier ON true
          CROSS JOIN LATERAL (SELECT CASE WHEN a.daily_limit IS NULL THEN tier.daily_pictures
              ELSE nullif(a.daily_limit, -1) END AS pictures,
            CASE WHEN a.max_active IS NULL THEN tier.running ELSE nullif(a.max_active, -1) END AS running OFFSET 0) may
        """;
}
