using Atelier.Providers.Failures;

namespace Atelier.Providers.Answers;

/// <summary>How a task stands.</summary>
public abstract record TaskState
{
    private TaskState() { }

    /// <summary>It waits or runs, or says something we do not know.</summary>
    /// <param name="Progress">Percent, 0 to 100; null when it does not tell.</param>
    public sealed record Running(int? Progress, TimeSpan NextPoll) : TaskState;

    /// <summary>It is done, and all of it is in the spool.</summary>
    public sealed record Answered : TaskState;

    /// <summary>It ended without a picture.</summary>
    /// <param name="CostNanos">Nano-dollars that it cost all the same; null when the provider does not tell.</param>
    public sealed record Failed(ProviderException Failure, long? CostNanos) : TaskState;

    /// <summary>The provider knows no such task any more: whether it was charged is unknown.</summary>
    public sealed record Vanished : TaskState;
}
