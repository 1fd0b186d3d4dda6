namespace Atelier.Core.Routing;

/// <summary>What an account's holder pays for; it weighs cost against quality. Comes from the account, never from a request.</summary>
public enum AccountTier
{
    Free,
    Paid,
    Premium,
}
