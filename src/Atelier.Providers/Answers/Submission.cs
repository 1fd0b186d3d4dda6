namespace Atelier.Providers.Answers;

/// <summary>What a paid POST came to.</summary>
/// <param name="RequestId">The provider's own name of the request, for its support; null when it gave none.</param>
public abstract record Submission(string? RequestId)
{
    /// <summary>The pictures came at once and are in the spool.</summary>
    public sealed record Answered(string? RequestId) : Submission(RequestId);

    /// <summary>A task was made; it has to be asked for.</summary>
    /// <param name="FirstPoll">How long to wait before the first question.</param>
    public sealed record Submitted(string TaskId, TimeSpan FirstPoll, string? RequestId) : Submission(RequestId);
}
