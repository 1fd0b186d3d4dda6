namespace Atelier.Core.Routing;

/// <summary>What an account may spend; comes from the account, never from a request.</summary>
public enum AccountTier
{
    Free,
    Paid,
    Premium,
}
