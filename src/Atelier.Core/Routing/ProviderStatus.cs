namespace Atelier.Core.Routing;

/// <summary>What the router may know of the outside: what is switched on, how it does, who asks, and what day it is.</summary>
/// <param name="Available">Ids of providers with an adapter and, where one is needed, a key.</param>
/// <param name="Today">UTC; decides which models are retired.</param>
public sealed record ProviderStatus(IReadOnlySet<string> Available, DateOnly Today)
{
    private static readonly Dictionary<OfferKey, OfferHealth> NoHealth = [];
    private static readonly Dictionary<string, double> NoWaits = [];
    private static readonly HashSet<string> None = [];

    /// <summary>How offers did lately; one that is missing has no history.</summary>
    public IReadOnlyDictionary<OfferKey, OfferHealth> Health { get; init; } = NoHealth;

    /// <summary>Seconds that a full or paused lane adds, by provider.</summary>
    public IReadOnlyDictionary<string, double> Waits { get; init; } = NoWaits;

    /// <summary>What the account's holder pays for.</summary>
    public AccountTier AccountTier { get; init; }

    /// <summary>Providers that the account's requests may go to; null is all.</summary>
    public IReadOnlySet<string>? Only { get; init; }

    /// <summary>Providers that the account's requests must not go to.</summary>
    public IReadOnlySet<string>? Never { get; init; }

    /// <summary>Providers that an operator holds back; they get no new requests.</summary>
    public IReadOnlySet<string> Held { get; init; } = None;

    /// <summary>Whether the account's requests may go to this provider.</summary>
    public bool Allows(string provider) => Only?.Contains(provider) != false && Never?.Contains(provider) != true;

    /// <summary>Ids of styles that the operator switched off.</summary>
    public IReadOnlySet<string> StylesOff { get; init; } = None;

    /// <summary>What the chain begins with.</summary>
    public RouteOrder Order { get; init; }
}
