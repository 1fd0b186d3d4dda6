using Atelier.Core.Errors;
using Atelier.Core.States;
using Atelier.Engine.Explaining;
using Atelier.Engine.Policy;
using Atelier.Engine.Views;
using Atelier.Server.Errors;

namespace Atelier.Server.Presentations;

/// <summary>Says why a generation has no pictures (requirements C-14, C-16 and C-82), and who was asked.</summary>
internal sealed class DeckFailure(Explainer explainer, DeckNames names)
{
    // What is down comes back within minutes, or not for this request (requirement C-16).
    private const int RetrySeconds = 30;

    /// <summary>The error of a generation that failed or was canceled.</summary>
    public async Task<AtelierException> OfAsync(GenerationDetail detail, CancellationToken cancellationToken)
    {
        var row = detail.Row;
        if (GenerationStates.TryParse(row.State) == GenerationState.Canceled)
        {
            return new AtelierException(ErrorCode.Canceled, "The generation was canceled.");
        }

        var code = ErrorFacts.Find(row.ErrorCode ?? "") ?? ErrorCode.GenerationFailed;
        var told = await explainer.FindAsync(row.Id, row.AccountId, runsHouse: false, cancellationToken);
        var calls = told?.Calls ?? [];
        var details = new Dictionary<string, object>();
        if (PolicyViolation.Of(row) is { } violation)
        {
            details["content_policy"] = violation;
        }

        if (calls.Count > 0)
        {
            details[DeckError.Provider] = names.Of(calls[^1].Model, calls[^1].Story.Provider);
            details[DeckError.Tried] = calls.Select(call => new
            {
                Provider = names.Of(call.Model, call.Story.Provider),
                call.Model,
                Reason = call.Outcome,
            });
        }

        // Only where surely nobody was paid does it invite to another call, which will be.
        var down = code is ErrorCode.ProviderUnavailable or ErrorCode.ServiceUnavailable;
        return new AtelierException(code, row.ErrorMessage ?? "The picture could not be made.")
        {
            RetryAfterSeconds = down && calls.All(IsFree) ? RetrySeconds : null,
            Details = details,
        };
    }

    private static bool IsFree(ExplainedCall call) =>
        call.Story.State == AttemptState.NotSent || call.Story is { Entry: "clear", Nanos: 0 };
}
