using Atelier.Core;
using Atelier.Engine.Catalogue;

namespace Atelier.Server.Catalogue;

/// <summary>The catalogue beside the providers' own lists.</summary>
/// <param name="Object">Always <c>catalog_check</c>.</param>
/// <param name="Version">Of the catalogue that was compared.</param>
/// <param name="Providers">Those that are switched on.</param>
internal sealed record CatalogueCheckView(string Object, string Version, IReadOnlyList<ProviderCheckView> Providers)
{
    public static CatalogueCheckView Of(string version, IReadOnlyList<ListCheck> checks, DateOnly today) =>
        new("catalog_check", version, [.. checks.Select(check => ProviderCheckView.Of(check, today))]);
}

/// <summary>A provider's list beside its offers.</summary>
/// <param name="HasList">Whether it has one that can be asked for.</param>
/// <param name="Problem">Why it could not be asked now.</param>
/// <param name="Unknown">Models that it has and the catalogue has not.</param>
internal sealed record ProviderCheckView(
    string Id,
    string Object,
    bool HasList,
    string? Problem,
    IReadOnlyList<OfferCheckView> Offers,
    IReadOnlyList<UnknownModelView> Unknown
)
{
    public static ProviderCheckView Of(ListCheck check, DateOnly today) =>
        new(
            check.Provider,
            "provider_check",
            check.HasList,
            check.Problem,
            [
                .. check.Offers.Select(offer => new OfferCheckView(
                    offer.Model.Id,
                    offer.Offer.ProviderModel,
                    SnakeCase.Of(offer.Model.StateOn(today)),
                    SnakeCase.Of(offer.State),
                    offer.ShutsDown
                )),
            ],
            [.. check.Unknown.Select(model => new UnknownModelView(model.Id, model.ShutsDown))]
        );
}

/// <summary>What became of an offer.</summary>
/// <param name="State">Of the model in the catalogue: alive, retiring or retired.</param>
/// <param name="Result">listed, missing or not_listable.</param>
/// <param name="ShutsDown">The day the provider ends it, if it announced one.</param>
internal sealed record OfferCheckView(
    string Model,
    string ProviderModel,
    string State,
    string Result,
    DateOnly? ShutsDown
);

/// <summary>A model that only the provider knows.</summary>
internal sealed record UnknownModelView(string Id, DateOnly? ShutsDown);
