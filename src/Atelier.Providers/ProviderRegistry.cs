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
}
