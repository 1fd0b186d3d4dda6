using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Bench.Routing;

/// <summary>What all runs go by: a day, all providers switched on and healthy.</summary>
internal static class World
{
    public static readonly DateOnly Today = new(2026, 11, 20);

    public static ProviderStatus Status(CatalogueSnapshot catalogue, AccountTier tier = AccountTier.Premium) =>
        new(catalogue.Providers.Select(provider => provider.Id).ToHashSet(), Today) { AccountTier = tier };

    public static ImageRequest Ask(CatalogueSnapshot catalogue, string? model = null, string? style = null) =>
        RequestValidator.Validate(
            new RequestDraft
            {
                Prompt = "a calm lake in the mountains at sunset",
                Model = model,
                Style = style,
            },
            catalogue,
            new ErrorList()
        );
}
