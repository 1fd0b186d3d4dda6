using Atelier.Engine.Planning;

namespace Atelier.Server.Routing;

/// <summary>What would become of a request. Nothing was reserved, written or called for it.</summary>
/// <param name="Object">Always <c>route</c>.</param>
/// <param name="Chain">The offers that can do it, in order; the next comes when one surely cost nothing or failed for good.</param>
/// <param name="Rejected">The offers that were passed over.</param>
/// <param name="Text">The way to the choice, a sentence a step.</param>
/// <param name="Prompt">The words as the first offer would get them.</param>
internal sealed record RouteView(
    string Object,
    IReadOnlyList<ChainView> Chain,
    IReadOnlyList<RejectedView> Rejected,
    IReadOnlyList<string> Text,
    PromptView? Prompt
)
{
    public static RouteView Of(PlannedRoute route) =>
        new(
            "route",
            [.. route.Plan?.Chain.Select(offer => ChainView.Of(offer, route.Plan, route.Request.Count)) ?? []],
            [.. route.Rejected.Select(RejectedView.Of)],
            route.Text,
            route.Prompt is { } prompt ? new PromptView(prompt.Final, prompt.Negative) : null
        );
}
