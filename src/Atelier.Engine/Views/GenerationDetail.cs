using Atelier.Core.Requests;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Views;

/// <summary>A generation with its plan, slots and images: all that a door needs for an answer.</summary>
/// <param name="Slots">In order; those without an image wait or failed.</param>
public sealed record GenerationDetail(
    GenerationRow Row,
    ImageRequest Request,
    GenerationPlan Plan,
    IReadOnlyList<SlotDetail> Slots
)
{
    /// <summary>Surplus and late pictures that can still be chosen, the oldest first.</summary>
    public IReadOnlyList<ImageRow> Candidates { get; init; } = [];

    /// <summary>The place of the chain that made the first picture; the first place while there is none.</summary>
    public PlannedOffer Ran =>
        Slots.Select(slot => slot.Image).OfType<ImageRow>().FirstOrDefault() is { } image
            ? Plan.Chain.FirstOrDefault(offer => (offer.Model, offer.Provider) == (image.Model, image.Provider))
                ?? Plan.Chain[0]
            : Plan.Chain[0];
}
