using Atelier.Engine.Quoting;

namespace Atelier.Server.Routing;

/// <summary>Whether the account could pay for the request at this moment.</summary>
/// <param name="Now">Whether nothing stands in the way.</param>
/// <param name="CreditsLeft">That can be spent.</param>
/// <param name="Credits">Whether they are enough.</param>
/// <param name="Budget">Whether the budgets that it counts in have room for the most that it may cost.</param>
/// <param name="PicturesLeftToday">-1 where there is no limit.</param>
/// <param name="Day">Whether they are enough.</param>
internal sealed record AffordableView(
    bool Now,
    decimal CreditsLeft,
    bool Credits,
    bool Budget,
    int PicturesLeftToday,
    bool Day
)
{
    public static AffordableView Of(Affordability own) =>
        new(own.All, own.Balance / 1000m, own.Credits, own.Budget, own.PicturesLeft ?? -1, own.Day);
}
