namespace Atelier.Data.Accounts;

/// <summary>What accounts of a tier may do, unless an account says otherwise.</summary>
/// <param name="Name">free, paid or premium.</param>
/// <param name="DailyPictures">Pictures a day; null is no limit.</param>
/// <param name="Running">Ready and running generations at once; null is no limit.</param>
/// <param name="MonthlyCredits">Whole credits granted each month.</param>
public sealed record TierRow(string Name, int? DailyPictures, int? Running, long MonthlyCredits);
