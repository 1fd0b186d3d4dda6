namespace Atelier.Engine.Limits;

/// <summary>The tiers of accounts, under <c>Accounts:Tiers</c>. The node that started last decides for all.</summary>
public sealed class TierOptions
{
    public const string Section = "Accounts:Tiers";

    /// <summary>The default is 5 pictures a day, 3 generations at once, 150 credits a month.</summary>
    public TierLimits Free { get; set; } =
        new()
        {
            DailyPictures = 5,
            Running = 3,
            MonthlyCredits = 150,
        };

    /// <summary>The default is 100 pictures a day, 10 generations at once, 3,000 credits a month.</summary>
    public TierLimits Paid { get; set; } =
        new()
        {
            DailyPictures = 100,
            Running = 10,
            MonthlyCredits = 3_000,
        };

    /// <summary>The default is no limit, and 10,000 credits a month. The owner is premium.</summary>
    public TierLimits Premium { get; set; } = new() { MonthlyCredits = 10_000 };
}
