using Atelier.Core.Requests;

namespace Atelier.Core.Routing;

/// <summary>
/// Passes over who takes none or too few of a request's references while another takes them (requirements A-24 and C-02).
/// </summary>
internal static class ReferenceRule
{
    /// <summary>Those of the chain that are passed over; what is left in it stays in its order.</summary>
    /// <param name="from">The first place that may be passed over: before it stands what was named.</param>
    public static List<RankedOffer> PassOver(ImageRequest request, List<RankedOffer> chain, int from, RouteNotes notes)
    {
        if (request.References.Count == 0 || chain.Count == 0)
        {
            return [];
        }

        var all = request.References.Count;
        var most = chain.Max(ranked => ReferenceLosses.UsedBy(request, ranked.Offer));
        // Where nobody takes all of them, who takes some serves them as far as it goes.
        var least = most == all ? all : Math.Min(most, 1);
        var spare = chain.Skip(from).Where(ranked => ReferenceLosses.UsedBy(request, ranked.Offer) < least).ToList();
        foreach (var ranked in spare)
        {
            chain.Remove(ranked);
            notes.Keep(ranked, AgainstOf(ReferenceLosses.UsedBy(request, ranked.Offer), all));
        }

        return spare;
    }

    private static Rejection AgainstOf(int used, int all) =>
        new(
            RejectionCause.References,
            used == 0
                ? "takes no reference pictures, and another does"
                : $"takes {used} of {all} reference pictures, and another takes all"
        );
}
