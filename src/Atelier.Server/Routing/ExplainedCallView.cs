using Atelier.Core.Pricing;
using Atelier.Core.States;
using Atelier.Engine.Explaining;

namespace Atelier.Server.Routing;

/// <summary>One paid call.</summary>
/// <param name="State">intent, submitted, answered, unknown, succeeded, failed, not_sent or written_off.</param>
/// <param name="Outcome">What became of it, to be read behind the offer's name.</param>
/// <param name="Failure">The code of how it failed; <c>turned_away</c> where the rest is between provider and operator.</param>
/// <param name="Slots">Which of the pictures asked for it was to bring, from 0.</param>
/// <param name="Seconds">From its begin to its end; missing while it runs.</param>
/// <param name="Cost">open, none, paid, estimated or written_off.</param>
/// <param name="CostUsd">Dollars; only for keys with scope admin.</param>
/// <param name="Key">The variable of the operator's key that sent it; only for keys with scope admin.</param>
/// <param name="Next">Why another call followed, or none.</param>
internal sealed record ExplainedCallView(
    string Model,
    string Provider,
    string State,
    string Outcome,
    string? Failure,
    IReadOnlyList<int> Slots,
    DateTimeOffset StartedAt,
    double? Seconds,
    string Cost,
    decimal? CostUsd,
    string? Key,
    string? Next
)
{
    /// <summary>How the cost of a call can stand.</summary>
    public static readonly IReadOnlyList<string> Costs = ["open", "none", "paid", "estimated", "written_off"];

    private const int Digits = 3;

    public static ExplainedCallView Of(ExplainedCall call, bool runsHouse)
    {
        var story = call.Story;
        return new ExplainedCallView(
            call.Model,
            story.Provider,
            story.State.ToWire(),
            call.Outcome,
            story.State == AttemptState.Succeeded ? null : FailureWords.CodeOf(story.Failure, runsHouse),
            story.Slots,
            story.StartedAt,
            story.Seconds is { } seconds ? Math.Round(seconds, Digits) : null,
            story.Entry switch
            {
                null => "open",
                "clear" => "none",
                "write_off" => "written_off",
                _ => story.Estimated ? "estimated" : "paid",
            },
            runsHouse && story.Entry is not null ? NanoDollars.ToDollars(story.Nanos) : null,
            runsHouse ? call.Key : null,
            call.Next
        );
    }
}
