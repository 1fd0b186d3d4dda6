using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Engine.Planning;

/// <summary>What to tell a caller whose request no offer can do: what is wrong with it, or what is missing here.</summary>
internal static class NoOffer
{
    /// <param name="runsHouse">Whether the caller may be told what is the operator's business.</param>
    public static AtelierException Error(ImageRequest asked, PlannedRoute route, bool runsHouse)
    {
        var rejected = route.Rejected;
        var reasons = Reasons(runsHouse ? rejected : NeutralReasons.Of(rejected));
        var text = $"Nothing can do {asked.Operation.Kind} here: {reasons}.";
        // Whoever could do it but for the request itself says what the caller can change.
        var cause = rejected.Select(offer => offer.Cause).DefaultIfEmpty(RejectionCause.Capability).Max();
        return cause switch
        {
            RejectionCause.Circuit => Shut(asked, text, route.RetryAfterSeconds),
            RejectionCause.Style => Field("style", text, ErrorCode.InvalidRequest),
            RejectionCause.Size => Field("size", text, ErrorCode.InvalidDimensions),
            RejectionCause.Prompt => Field("prompt", text, ErrorCode.InvalidPrompt),
            RejectionCause.Cost => Field("max_cost_usd", text, ErrorCode.InvalidRequest),
            RejectionCause.Option => Field("provider_options", text, ErrorCode.InvalidRequest),
            RejectionCause.Loss => Field("fallback", text, ErrorCode.InvalidRequest),
            RejectionCause.Money => new AtelierException(ErrorCode.ProviderUnavailable, text),
            _ when asked.Model is not null => Field(
                "model",
                $"{text} Leave model out to take what is available.",
                ErrorCode.ModelNotFound
            ),
            _ => new AtelierException(ErrorCode.ProviderUnavailable, text),
        };
    }

    /// <summary>All of them, as part of a sentence.</summary>
    public static string Reasons(IReadOnlyList<RejectedOffer> rejected) =>
        string.Join("; ", rejected.Select(offer => $"{offer.ToName()} {offer.Reason}"));

    // Requirement C-82: of a whole chain, or of the one model that was named.
    private static AtelierException Shut(ImageRequest asked, string text, int? seconds) =>
        new(
            asked is { Model: not null, Fallback: FallbackRule.Strict }
                ? ErrorCode.ProviderUnavailable
                : ErrorCode.ServiceUnavailable,
            text
        )
        {
            RetryAfterSeconds = seconds,
        };

    private static AtelierException Field(string field, string text, ErrorCode code) =>
        new([new FieldError(field, text) { Code = code }]);
}
