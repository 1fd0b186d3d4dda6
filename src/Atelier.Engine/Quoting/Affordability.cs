namespace Atelier.Engine.Quoting;

/// <summary>Whether the account could pay for a request at this moment. Nothing is held for it.</summary>
/// <param name="Balance">Thousandths of a credit that are left.</param>
/// <param name="Credits">Whether they are enough.</param>
/// <param name="Budget">Whether its budgets have room for the most that it may cost.</param>
/// <param name="PicturesLeft">That may still be asked for today; null is no limit.</param>
/// <param name="Day">Whether they are enough.</param>
public sealed record Affordability(long Balance, bool Credits, bool Budget, int? PicturesLeft, bool Day)
{
    /// <summary>Whether nothing stands in the way now.</summary>
    public bool All => Credits && Budget && Day;
}
