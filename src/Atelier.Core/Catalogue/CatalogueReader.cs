using System.Security.Cryptography;
using System.Text;
using Atelier.Core.Catalogue.Reading;

namespace Atelier.Core.Catalogue;

/// <summary>Reads the catalogue's YAML files into records, strictly.</summary>
public static class CatalogueReader
{
    /// <summary>
    /// Reads all files as one catalogue. A section (<c>providers</c>, <c>models</c>, <c>styles</c>, <c>sizes</c>, <c>prices</c>,
    /// <c>tiers</c>, <c>fallback_order</c>, <c>words</c>, <c>policy</c>) may stand in any file; the lists of entries and the policy
    /// may be spread over several. Files of the operator are laid over the others: they need to hold only what is to be different.
    /// </summary>
    /// <exception cref="CatalogueException">Something is wrong; holds all errors of all files.</exception>
    public static CatalogueSnapshot Read(IReadOnlyList<CatalogueFile> files)
    {
        var ordered = files
            .OrderBy(file => file.IsOverlay)
            .ThenBy(file => Path.GetFileName(file.Name), StringComparer.Ordinal)
            .ToList();
        var errors = new ErrorList();
        var sections = Sections.Read(ordered, errors);

        var providers = ProviderSection.Read(sections.List(Sections.Providers));
        var named = providers.Where(provider => provider.Id.Length > 0).ToList();
        var models = ModelSection.Read(sections.List(Sections.Models), named);
        var styles = StyleSection.Read(sections.List(Sections.Styles));
        var sizes = SizeSection.Read(sections.Single(Sections.Sizes));
        var prices = PriceSection.Read(sections.Single(Sections.Prices));
        var tiers = TierSection.Read(sections.OptionalList(Sections.Tiers));
        var order = sections.TextsOf(Sections.FallbackOrder);
        var fallback = order?.Texts(Sections.FallbackOrder) ?? [];

        var words = WordSection.Read(sections.Single(Sections.Words));
        var policy = PolicySection.Read(sections.Blocks(Sections.Policy));

        var references = new References(models.Select(model => model.Entry), styles.Select(style => style.Entry));
        references.CheckModels(models);
        references.CheckStyles(styles);
        references.CheckTiers(tiers);
        references.CheckModels(fallback, order!, Sections.FallbackOrder);

        errors.ThrowIfAny();
        return new CatalogueSnapshot(
            VersionOf(ordered),
            providers,
            [.. models.Select(model => model.Entry)],
            [.. styles.Select(style => style.Entry)],
            sizes,
            prices
        )
        {
            Tiers = tiers.ToDictionary(tier => tier.Entry.Tier, tier => tier.Entry),
            FallbackOrder = fallback,
            Words = words,
            Policy = policy,
        };
    }

    private static string VersionOf(IEnumerable<CatalogueFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            // The zero bytes keep a text that moves from one file to the next from giving the same hash. Folders are left out:
            // nodes keep the operator's files in different places.
            var name = (file.IsOverlay ? "overlay/" : "") + Path.GetFileName(file.Name);
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\0" + file.Text + "\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
