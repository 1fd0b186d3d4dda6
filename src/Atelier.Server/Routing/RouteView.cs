using Atelier.Core.Routing;
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
    /// <param name="runsHouse">Whether the reader may be told what is the operator's business.</param>
    public static RouteView Of(PlannedRoute route, bool runsHouse) =>
        new(
            "route",
            [.. route.Plan?.Chain.Select(offer => ChainView.Of(offer, route.Plan, route.Request.Count)) ?? []],
            [.. (runsHouse ? route.Rejected : NeutralReasons.Of(route.Rejected)).Select(RejectedView.Of)],
            runsHouse ? route.Text : NeutralReasons.Of(route.Text, route.Rejected),
            route.Prompt is { } prompt ? new PromptView(prompt.Final, prompt.Negative, prompt.NegativeDropped) : null
        );
}
