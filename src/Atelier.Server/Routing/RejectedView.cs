using Atelier.Core.Routing;

namespace Atelier.Server.Routing;

/// <summary>An offer that was passed over.</summary>
/// <param name="Reason">Why, to be read behind its name, and what to change where that helps.</param>
internal sealed record RejectedView(string Model, string Provider, string Reason)
{
    public static RejectedView Of(RejectedOffer offer) => new(offer.Model, offer.Provider, offer.Reason);
}
