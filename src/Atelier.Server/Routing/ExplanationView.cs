using Atelier.Engine.Explaining;
using Atelier.Server.Generations;

namespace Atelier.Server.Routing;

/// <summary>How a generation was planned when it was accepted, and what became of it.</summary>
/// <param name="Id">Of the generation.</param>
/// <param name="Object">Always <c>explanation</c>.</param>
/// <param name="Text">What happened, as a sentence.</param>
/// <param name="Model">What made it, or is first in line.</param>
/// <param name="FallbackFrom">What was first in line, when another one ran.</param>
/// <param name="Price">What the caller pays. What calls cost the operator, only its own keys with scope admin are told.</param>
/// <param name="Parameters">What it was to be made with.</param>
/// <param name="Attempts">The paid calls, in order.</param>
internal sealed record ExplanationView(
    Guid Id,
    string Object,
    string State,
    string Text,
    string Model,
    string Provider,
    FallbackView? FallbackFrom,
    PriceView Price,
    ParametersView Parameters,
    PlanView Plan,
    IReadOnlyList<ExplainedCallView> Attempts
)
{
    /// <param name="runsHouse">Whether the reader may see what is the operator's business.</param>
    public static ExplanationView Of(Explanation explanation, bool runsHouse)
    {
        var detail = explanation.Detail;
        var (row, ran) = (detail.Row, detail.Ran);
        return new ExplanationView(
            row.Id,
            "explanation",
            row.State,
            explanation.Text,
            ran.Model,
            ran.Provider,
            FallbackView.Of(detail, runsHouse),
            new PriceView(row.PriceEach / 1000m, row.Reserved / 1000m, row.Settled / 1000m),
            ParametersView.Of(detail),
            PlanView.Of(detail, runsHouse),
            [.. explanation.Calls.Select(call => ExplainedCallView.Of(call, runsHouse))]
        );
    }
}
