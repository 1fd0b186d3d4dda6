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

    /// <summary>The same at the photo door (requirement B-32).</summary>
    public static ProviderStatus Photo(CatalogueSnapshot catalogue, AccountTier tier) =>
        Status(catalogue, tier) with
        {
            Order = RouteOrder.Photo,
        };

    /// <summary>A photo to be turned into a style.</summary>
    public static ImageRequest Restyle(string style, string? model = null) =>
        new() { Operation = new Stylise(Guid.Empty, null, style), Model = model };

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
