namespace Atelier.Providers.Http;

/// <summary>Where a provider is, and how we show who we are. Not a record: its text would hold the key.</summary>
public sealed class ProviderSiteOptions
{
    /// <summary>The provider's id in the catalogue.</summary>
    public required string Provider { get; init; }

    /// <summary>http or https; paths are appended to it. The key goes to this host alone.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>
    /// Hosts besides the base host that files may come from, such as <c>cdn.example.com</c>; with <c>:port</c> where it is not the
    /// usual one. <c>*.example.com</c> is every host below it, over https at the usual port alone.
    /// </summary>
    public IReadOnlyList<string> FileHosts { get; init; } = [];

    /// <summary>The header that bears the key, such as <c>Authorization</c>.</summary>
    public required string KeyHeader { get; init; }

    /// <summary>What the header holds, such as <c>Bearer sk-…</c>; empty sends none, to servers that want no key.</summary>
    public required string KeyValue { get; init; }

    /// <summary>What the header Accept holds; null sends none.</summary>
    public string? Accept { get; init; }

    /// <summary>The most a paid POST may take in all, its answer's body included.</summary>
    public required TimeSpan PostTimeout { get; init; }
}
