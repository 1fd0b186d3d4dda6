using Atelier.Core.Requests;
using Atelier.Data.Generations;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Views;

/// <summary>A generation with its plan, slots and images: all that a door needs for an answer.</summary>
/// <param name="Slots">In order; those without an image wait or failed.</param>
public sealed record GenerationDetail(
    GenerationRow Row,
    ImageRequest Request,
    GenerationPlan Plan,
    IReadOnlyList<SlotDetail> Slots
);
