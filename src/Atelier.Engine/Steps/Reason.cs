namespace Atelier.Engine.Steps;

/// <summary>Our words for how an attempt failed, beside those of <see cref="Providers.Failures.FailureKind"/>.</summary>
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

    /// <summary>Its offer is left alone, since its last calls failed.</summary>
    public const string CircuitOpen = "circuit_open";

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
}
