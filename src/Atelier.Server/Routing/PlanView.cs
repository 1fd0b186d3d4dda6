using Atelier.Core.Routing;
using Atelier.Engine.Views;

namespace Atelier.Server.Routing;

/// <summary>The plan as it was frozen at accept; a change of the catalogue changes nothing in it.</summary>
/// <param name="Catalogue">Version of the catalogue that it was made from.</param>
internal sealed record PlanView(
    string Catalogue,
    DateTimeOffset At,
    IReadOnlyList<ChainView> Chain,
    IReadOnlyList<RejectedView> Rejected,
    IReadOnlyList<string> Text
)
{
    public static PlanView Of(GenerationDetail detail, bool runsHouse)
    {
        var plan = detail.Plan;
        return new PlanView(
            plan.CatalogueVersion,
            detail.Row.CreatedAt,
            [
                .. plan
                    .Chain.Select(offer => ChainView.Of(offer, plan, detail.Row.Count))
                    .Select(view => runsHouse ? view : view with { ExpectedCostUsd = null, MaximumCostUsd = null }),
            ],
            [.. (runsHouse ? plan.Rejected : NeutralReasons.Of(plan.Rejected)).Select(RejectedView.Of)],
            runsHouse ? plan.Text : NeutralReasons.Of(plan.Text, plan.Rejected)
        );
    }
}
