namespace Atelier.Core.Routing;

/// <summary>What the router may know of the outside: which providers are switched on, and what day it is.</summary>
/// <param name="Available">Ids of providers with an adapter and, where one is needed, a key.</param>
/// <param name="Today">UTC; decides which models are retired.</param>
public sealed record ProviderStatus(IReadOnlySet<string> Available, DateOnly Today)
{
    /// <summary>Of the account that asks.</summary>
    public AccountTier AccountTier { get; init; } = AccountTier.Premium;

    /// <summary>The only providers that the account's requests may go to; null is no such rule.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>Providers that the account's requests never go to; null is no such rule.</summary>
    public IReadOnlySet<string>? Never { get; init; }
}
