using Atelier.Core.Catalogue;
using Atelier.Providers;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Catalogue;

/// <summary>Compares the catalogue with the lists of the providers that are switched on.</summary>
public sealed class CatalogueCheck(CatalogueHolder catalogue, ProviderRegistry providers)
{
    /// <summary>Asks all of them at once; one entry each, in order of their ids. Asking is free.</summary>
    public async Task<IReadOnlyList<ListCheck>> RunAsync(CancellationToken cancellationToken)
    {
        var snapshot = catalogue.Current;
        return await Task.WhenAll(
            providers
                .All.OfType<IRemoteProvider>()
                .OrderBy(provider => provider.Id, StringComparer.Ordinal)
                .Select(provider => CheckAsync(snapshot, provider, cancellationToken))
        );
    }

    private static async Task<ListCheck> CheckAsync(
        CatalogueSnapshot catalogue,
        IRemoteProvider provider,
        CancellationToken cancellationToken
    )
    {
        if (provider.ModelList is not { } list)
        {
            return Compare(catalogue, provider.Id, listed: null) with { HasList = false };
        }

        try
        {
            return Compare(catalogue, provider.Id, await list.ListModelsAsync(cancellationToken));
        }
        catch (ProviderException exception)
        {
            return Compare(catalogue, provider.Id, listed: null) with { Problem = exception.Message };
        }
    }

    private static ListCheck Compare(CatalogueSnapshot catalogue, string provider, IReadOnlyList<ListedModel>? listed)
    {
        var offers = catalogue
            .Models.SelectMany(model => model.Offers.Select(offer => (Model: model, Offer: offer)))
            .Where(pair => pair.Offer.Provider == provider)
            .Select(pair => Compare(pair.Model, pair.Offer, listed))
            .ToList();
        var known = offers.Select(check => check.Offer.ProviderModel).ToHashSet();
        var unknown = listed?.Where(model => !known.Contains(model.Id) && !known.Contains(model.Model)) ?? [];
        return new ListCheck(provider, HasList: true, Problem: null, offers, [.. unknown]);
    }

    private static OfferCheck Compare(ModelEntry model, OfferEntry offer, IReadOnlyList<ListedModel>? listed)
    {
        var found = listed?.FirstOrDefault(one => one.Id == offer.ProviderModel);
        var state =
            listed is null ? ListState.NotListable
            : found is null ? ListState.Missing
            : ListState.Listed;
        return new OfferCheck(model, offer, state, found?.ShutsDown);
    }
}
