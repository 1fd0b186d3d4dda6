namespace Atelier.Engine.Limits;

/// <summary>What accounts of a tier may do, unless an account says otherwise.</summary>
public sealed class TierLimits
{
    /// <summary>Pictures a day; -1 is no limit.</summary>
    public int DailyPictures { get; set; } = -1;

    /// <summary>Generations at once; more wait. -1 is no limit.</summary>
    public int Running { get; set; } = -1;

    /// <summary>Credits granted each month, 0 or more.</summary>
    public long MonthlyCredits { get; set; }
}
