using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Pricing;

/// <summary>What a delivered picture costs the caller: fixed at accept, whatever the provider bills (requirement C-50).</summary>
public static class PriceList
{
    /// <summary>Thousandths of a credit for one picture of this request.</summary>
    public static long EachOf(ImageRequest request, CreditPrices prices) =>
        request.Operation is RemoveBackground ? prices.RemoveBackground : prices.Of(request.Quality);
}
