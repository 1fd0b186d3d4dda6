namespace Atelier.Server.Limits;

/// <summary>Marks a door whose calls are limited by address.</summary>
/// <param name="Calls">What they count as; null goes by the method.</param>
/// <param name="EvenWithAccount">Whether callers with an account of their own are counted too.</param>
/// <param name="EvenUncounted">Whether callers pass while nobody can count.</param>
internal sealed record LimitedByAddress(AddressCalls? Calls, bool EvenWithAccount, bool EvenUncounted = false);
