using Atelier.Core.Errors;
using Atelier.Server.Errors;

namespace Atelier.Server.Docs;

/// <summary>An error for readers: what the facts say, when it happens and what to do.</summary>
/// <param name="Status">HTTP status at <c>/v1</c>.</param>
/// <param name="OpenAiStatus">HTTP status at OpenAI's doors, before the request was accepted.</param>
/// <param name="AcceptedStatus">HTTP status at OpenAI's doors, once the request was accepted.</param>
internal sealed record ErrorGuide(
    ErrorCode Code,
    string Wire,
    string Title,
    bool Retryable,
    int Status,
    int OpenAiStatus,
    int AcceptedStatus,
    string When,
    string Advice
)
{
    /// <summary>Every error there is, in order of the codes.</summary>
    public static readonly IReadOnlyList<ErrorGuide> All = [.. Enum.GetValues<ErrorCode>().Select(Of)];

    /// <summary>The status at OpenAI's doors as a reader needs it, such as <c>500, once accepted 422</c>.</summary>
    public string OpenAiText =>
        OpenAiStatus == AcceptedStatus ? $"{OpenAiStatus}" : $"{OpenAiStatus}, once accepted {AcceptedStatus}";

    private static ErrorGuide Of(ErrorCode code)
    {
        var facts = ErrorFacts.Of(code);
        var (when, advice) = ErrorTexts.Of(code);
        return new ErrorGuide(
            code,
            facts.Wire,
            facts.Title,
            facts.Retryable,
            facts.Status,
            OpenAiError.StatusOf(code, accepted: false),
            OpenAiError.StatusOf(code, accepted: true),
            when,
            advice
        );
    }
}
