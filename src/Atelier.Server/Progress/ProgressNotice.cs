using Atelier.Engine.Events;
using Atelier.Engine.Explaining;

namespace Atelier.Server.Progress;

/// <summary>One provider failed and another is tried (requirement C-16).</summary>
/// <param name="Provider">Who failed.</param>
/// <param name="Reason">How, to be read behind the name.</param>
/// <param name="Trying">Who is asked now.</param>
internal sealed record ProgressNotice(
    string Code,
    string Provider,
    string Reason,
    string Suggestion,
    bool Retryable,
    int RetryAfter,
    string Trying
)
{
    public static ProgressNotice? Of(AnotherTry? note) =>
        note is null
            ? null
            : new ProgressNotice(
                ProgressError.ProviderUnavailable,
                note.Provider,
                FailureWords.Of(note.Failure, runsHouse: false),
                $"Trying another provider: {note.Next}.",
                Retryable: true,
                ProgressError.RetrySeconds,
                note.Next
            );
}
