using Atelier.Core.Requests;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Planning;

/// <summary>A plan, the request it is for (its seed settled), and the compiled calls in order of the chain.</summary>
public sealed record PlannedWork(ImageRequest Request, GenerationPlan Plan, IReadOnlyList<CompiledCall> Calls)
{
    /// <summary>The same without places that may cost more than the first one; null when there are none.</summary>
    public PlannedWork? WithoutDearer()
    {
        var most = Plan.Chain[0].MostFor(Request.Count);
        var kept = Enumerable
            .Range(0, Plan.Chain.Count)
            .Where(link => Plan.Chain[link].MostFor(Request.Count) <= most)
            .ToList();
        return kept.Count == Plan.Chain.Count
            ? null
            : this with
            {
                Plan = Plan with { Chain = [.. kept.Select(link => Plan.Chain[link])] },
                Calls = [.. kept.Select(link => Calls[link])],
            };
    }
}
