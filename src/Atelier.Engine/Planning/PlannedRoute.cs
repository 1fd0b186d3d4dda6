using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Engine.Planning;

/// <summary>What would become of a request if it were accepted now. Nothing was reserved, written or called for it.</summary>
/// <param name="Request">With its seed settled.</param>
/// <param name="Plan">Null when no offer can do it.</param>
/// <param name="Text">The way to the choice, a sentence a step.</param>
/// <param name="Prompt">For the first offer; null when there is none.</param>
public sealed record PlannedRoute(
    ImageRequest Request,
    GenerationPlan? Plan,
    IReadOnlyList<RejectedOffer> Rejected,
    IReadOnlyList<string> Text,
    PromptPreview? Prompt
)
{
    /// <summary>Seconds until one of the offers that are left alone may be called again; null when none is.</summary>
    public int? RetryAfterSeconds { get; init; }
}
