using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>What is lost of the pictures whose look a new one should have (requirement C-02).</summary>
public static class ReferenceLosses
{
    /// <summary>Null where nothing is lost.</summary>
    public static Degradation? Of(ImageRequest request, OfferEntry offer)
    {
        var named = request.References.Count + request.LostReferences;
        var used = UsedBy(request, offer);
        return named == used
            ? null
            : new Degradation("references_dropped", $"Of {named} reference pictures {used} are used here.");
    }

    /// <summary>How many of the request's references an offer is given: the first ones.</summary>
    public static int UsedBy(ImageRequest request, OfferEntry offer) =>
        request.Operation is Create ? Math.Min(request.References.Count, offer.References) : 0;
}
