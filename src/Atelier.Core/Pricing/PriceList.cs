using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Pricing;

/// <summary>
/// What a delivered picture costs the caller: fixed at accept, whatever the provider bills (requirement C-50). Models with prices
/// of their own cost those when the request names them (requirement C-51).
/// </summary>
public static class PriceList
{
    /// <summary>Thousandths of a credit for one picture of this request.</summary>
    public static long EachOf(ImageRequest request, CatalogueSnapshot catalogue)
    {
        if (request.Operation is RemoveBackground)
        {
            return catalogue.Prices.RemoveBackground;
        }

        var own =
            request.Operation is Upscale || request.Model is not { } name ? null : catalogue.FindModel(name)?.Credits;
        return own is null ? catalogue.Prices.Of(request.Quality) : own[request.Quality];
    }
}
