using Atelier.Core.Routing;

namespace Atelier.Engine.Accepting;

/// <summary>On whose behalf something is done.</summary>
/// <param name="KeyId">The API key; null for a session in a browser.</param>
/// <param name="Visitor">Of a guest, whose pictures of the day are counted by it too: the address as today's keyed hash; else null.</param>
public sealed record Caller(Guid AccountId, Guid? KeyId, byte[]? Visitor = null)
{
    /// <summary>Whether it may be told what is the operator's business, such as which accounts are empty.</summary>
    public bool RunsHouse { get; init; }

    /// <summary>The account's tier.</summary>
    public AccountTier Tier { get; init; }

    /// <summary>Providers that the account's requests may go to; null is all.</summary>
    public IReadOnlyList<string>? OnlyProviders { get; init; }

    /// <summary>Providers that the account's requests must not go to; null is none.</summary>
    public IReadOnlyList<string>? NeverProviders { get; init; }
}
