using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>An offer as the router looks at it, with what need not be worked out for every request.</summary>
/// <param name="Number">Its place in the table.</param>
internal sealed record Place(int Number, ModelEntry Model, OfferEntry Offer, Rejection Off)
{
    public OfferKey Key { get; } = OfferKey.Of(Model, Offer);

    public bool IsLocal { get; } = Offer.Provider == Router.Local;
}
