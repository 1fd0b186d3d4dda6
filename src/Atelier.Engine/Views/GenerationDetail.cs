using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.States;
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

    /// <summary>The provider that it waits for, since an operator holds it back; null where it does not.</summary>
    public string? PausedProvider { get; init; }

    /// <summary>Why it waits: for a person's decision, or for a provider that is held back; null where it does not.</summary>
    public string? Reason => PausedProvider is null ? GenerationStates.ReasonOf(Row.State) : Steps.Reason.Paused;

    /// <summary>The code of how the first in line failed; null where it made the pictures, or its turn is still on.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>What was lost at the places of the chain that made the pictures; at the first place while there are none.</summary>
    public IReadOnlyList<Degradation> Losses
    {
        get
        {
            var made = Slots.Select(PlaceOf).OfType<PlannedOffer>().Distinct().ToList();
            return made.Count < 2 ? Ran.Degradations : [.. made.SelectMany(offer => offer.Degradations).Distinct()];
        }
    }

    /// <summary>The place of the chain that made the first picture; the first place while there is none.</summary>
    public PlannedOffer Ran => Slots.Select(PlaceOf).OfType<PlannedOffer>().FirstOrDefault() ?? Plan.First;

    /// <summary>The place of the chain that made a slot's image; null while there is none.</summary>
    internal PlannedOffer? PlaceOf(SlotDetail slot) =>
        slot.Image is not { } image ? null
        : slot.Link is { } link ? Plan.Chain[link]
        : Plan.Chain.FirstOrDefault(offer => (offer.Model, offer.Provider) == (image.Model, image.Provider))
            ?? Plan.First;
}
