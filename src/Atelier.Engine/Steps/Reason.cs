using Atelier.Providers.Failures;

namespace Atelier.Engine.Steps;

/// <summary>Our words for how an attempt failed, beside those of <see cref="FailureKind"/>.</summary>
internal static class Reason
{
    /// <summary>The process was slow, or stood still, between intent and POST.</summary>
    public const string TooLate = "intent_too_late";

    /// <summary>The node was stopping and had not sent it.</summary>
    public const string Stopping = "node_stopping";

    /// <summary>It was looked for and surely never reached the provider.</summary>
    public const string NeverArrived = "never_arrived";

    /// <summary>The caller canceled before it was sent, or the provider confirmed that it stopped.</summary>
    public const string Canceled = "canceled";

    /// <summary>This node has no adapter for the provider.</summary>
    public const string NoAdapter = "no_adapter";

    /// <summary>The operator's key that it needs is not set any more.</summary>
    public const string KeyRemoved = "key_removed";

    /// <summary>One of the operator's keys was not accepted, and others go on.</summary>
    public const string KeyRefused = "key_refused";

    /// <summary>The account of one of the operator's keys is empty, and others go on.</summary>
    public const string KeyEmpty = "key_empty";

    /// <summary>It was one call too many for one of the operator's keys, and others go on.</summary>
    public const string KeyLimited = "key_limited";

    /// <summary>Its offer is left alone, since its last calls failed.</summary>
    public const string CircuitOpen = "circuit_open";

    /// <summary>An operator holds its provider back.</summary>
    public const string Paused = "provider_paused";

    /// <summary>The mark that its pictures need cannot be drawn.</summary>
    public const string Unmarkable = "watermark_failed";

    /// <summary>The words of the request were erased, so there is nothing to send.</summary>
    public const string Erased = "erased";

    /// <summary>Our own fault; the log says which.</summary>
    public const string Broken = "internal";

    /// <summary>The provider has not ended its task in all the time we ask for one.</summary>
    public const string Overdue = "overdue";

    /// <summary>The provider knows nothing of the task any more.</summary>
    public const string Vanished = "vanished";

    /// <summary>An older call for the same slots has been found meanwhile.</summary>
    public const string Superseded = "superseded";

    /// <summary>It was sent, and our own side broke it off or could not keep the answer: nobody knows what became of it.</summary>
    public const string CutOff = "cut_off";

    /// <summary>Nobody knows whether it arrived.</summary>
    public const string Lost = "lost";

    /// <summary>Whether one key turned it away while others go on, so that it goes to one of those at once.</summary>
    public static bool IsOfOneKey(string? reason) => reason is KeyRefused or KeyEmpty or KeyLimited;

    /// <summary>How a call failed that one key turned away.</summary>
    public static string OfOneKey(FailureKind kind) =>
        kind switch
        {
            FailureKind.Unauthorized => KeyRefused,
            FailureKind.OutOfCredits => KeyEmpty,
            _ => KeyLimited,
        };
}
