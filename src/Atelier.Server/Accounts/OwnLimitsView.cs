namespace Atelier.Server.Accounts;

/// <summary>Limits of an account.</summary>
/// <param name="DailyPictures">Pictures a day; -1 is no limit.</param>
/// <param name="Running">Generations at once, further ones wait; -1 is no limit.</param>
internal sealed record OwnLimitsView(int DailyPictures, int Running);
