using System.Collections.Frozen;
using Atelier.Core.Policy;

namespace Atelier.Core.Catalogue;

/// <summary>The whole catalogue as loaded at one moment; immutable, replaced as a whole. Names are found whatever their case.</summary>
/// <param name="Version">First 12 hex digits of the SHA-256 over the files, in order of their names.</param>
public sealed record CatalogueSnapshot(
    string Version,
    IReadOnlyList<ProviderEntry> Providers,
    IReadOnlyList<ModelEntry> Models,
    IReadOnlyList<StyleEntry> Styles,
    SizeTable Sizes,
    CreditPrices Prices
)
{
    private readonly FrozenDictionary<string, ProviderEntry> _providers = Index(Providers);
    private readonly FrozenDictionary<string, ModelEntry> _models = Index(Models);
    private readonly FrozenDictionary<string, StyleEntry> _styles = Index(Styles);

    public IReadOnlyList<ProviderEntry> Providers
    {
        get;
        init => (field, _providers) = (value, Index(value));
    } = Providers;

    public IReadOnlyList<ModelEntry> Models
    {
        get;
        init => (field, _models) = (value, Index(value));
    } = Models;

    public IReadOnlyList<StyleEntry> Styles
    {
        get;
        init => (field, _styles) = (value, Index(value));
    } = Styles;

    /// <summary>The models of each quality tier; all three, or none where no file holds tiers.</summary>
    public IReadOnlyDictionary<QualityTier, TierEntry> Tiers { get; init; } = new Dictionary<QualityTier, TierEntry>();

    /// <summary>Ids or aliases of the models that are tried when those of tier and style cannot (requirement C-81).</summary>
    public IReadOnlyList<string> FallbackOrder { get; init; } = [];

    /// <summary>Words that go into prompts, besides those of styles.</summary>
    public PromptWords Words { get; init; } = PromptWords.None;

    /// <summary>What no picture may be asked for.</summary>
    public PolicyBook Policy { get; init; } = PolicyBook.Empty;

    /// <summary>The model with this id or alias; null when there is none.</summary>
    public ModelEntry? FindModel(string idOrAlias) => _models.GetValueOrDefault(idOrAlias);

    /// <summary>The model that takes this model's requests on this day (UTC): itself, or the end of its successors.</summary>
    public ModelEntry CurrentOf(ModelEntry model, DateOnly today)
    {
        var current = model;
        while (current.IsRetired(today) && current.Successor is { } successor)
        {
            current = _models[successor];
        }

        return current;
    }

    /// <summary>The style with this id; null when there is none.</summary>
    public StyleEntry? FindStyle(string id) => _styles.GetValueOrDefault(id);

    /// <summary>The provider with this id; null when there is none.</summary>
    public ProviderEntry? FindProvider(string id) => _providers.GetValueOrDefault(id);

    private static FrozenDictionary<string, ProviderEntry> Index(IReadOnlyList<ProviderEntry> entries) =>
        Index(entries, provider => [provider.Id]);

    private static FrozenDictionary<string, ModelEntry> Index(IReadOnlyList<ModelEntry> entries) =>
        Index(entries, model => [model.Id, .. model.Aliases]);

    private static FrozenDictionary<string, StyleEntry> Index(IReadOnlyList<StyleEntry> entries) =>
        Index(entries, style => [style.Id]);

    // The reader lets no name stand twice; ids come before all aliases for whoever builds a snapshot without it.
    private static FrozenDictionary<string, T> Index<T>(IReadOnlyList<T> entries, Func<T, IReadOnlyList<string>> names)
    {
        var found = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            found.TryAdd(names(entry)[0], entry);
        }

        foreach (var (name, entry) in entries.SelectMany(entry => names(entry).Skip(1).Select(name => (name, entry))))
        {
            found.TryAdd(name, entry);
        }

        return found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
