using Atelier.Core.Policy;

namespace Atelier.Core.Catalogue;

/// <summary>The whole catalogue as loaded at one moment; immutable, replaced as a whole.</summary>
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
    /// <summary>What no picture may be asked for.</summary>
    public PolicyBook Policy { get; init; } = PolicyBook.Empty;

    /// <summary>The model with this id or alias, whatever the case; null when there is none.</summary>
    public ModelEntry? FindModel(string idOrAlias) =>
        Models.FirstOrDefault(model =>
            model.Id.Equals(idOrAlias, StringComparison.OrdinalIgnoreCase)
            || model.Aliases.Contains(idOrAlias, StringComparer.OrdinalIgnoreCase)
        );

    /// <summary>The model that takes this model's requests on this day (UTC): itself, or the end of its successors.</summary>
    public ModelEntry CurrentOf(ModelEntry model, DateOnly today)
    {
        var current = model;
        while (current.IsRetired(today) && current.Successor is { } successor)
        {
            current = Models.First(candidate => candidate.Id == successor);
        }

        return current;
    }

    /// <summary>The style with this id, whatever the case; null when there is none.</summary>
    public StyleEntry? FindStyle(string id) =>
        Styles.FirstOrDefault(style => style.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The provider with this id; null when there is none.</summary>
    public ProviderEntry? FindProvider(string id) => Providers.FirstOrDefault(provider => provider.Id == id);
}
