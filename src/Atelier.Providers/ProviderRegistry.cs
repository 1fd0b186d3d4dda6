namespace Atelier.Providers;

/// <summary>The adapters that are switched on, by id.</summary>
public sealed class ProviderRegistry(IEnumerable<IImageProvider> providers)
{
    private readonly Dictionary<string, IImageProvider> _providers = providers.ToDictionary(provider => provider.Id);

    /// <summary>Ids of all of them.</summary>
    public IReadOnlySet<string> Ids { get; } = providers.Select(provider => provider.Id).ToHashSet();

    public IReadOnlyCollection<IImageProvider> All => _providers.Values;

    /// <summary>The adapter of this provider; null when it is not switched on.</summary>
    public IImageProvider? Find(string id) => _providers.GetValueOrDefault(id);

    /// <summary>The adapter of this provider, if it is one that is called and paid.</summary>
    public IRemoteProvider? FindRemote(string id) => Find(id) as IRemoteProvider;

    /// <summary>The same with the key that sent a call; null when it is not switched on, or that key is not set any more.</summary>
    public IRemoteProvider? FindRemote(string id, string? sentWith) => FindRemote(id)?.With(sentWith);

    /// <summary>Whether the provider is switched on without the key that sent a call.</summary>
    public bool LacksKey(string id, string? sentWith) =>
        FindRemote(id) is { } provider && provider.With(sentWith) is null;
}
