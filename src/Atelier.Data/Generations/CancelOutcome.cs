namespace Atelier.Data.Generations;

/// <summary>What became of a wish to cancel.</summary>
public enum CancelOutcome
{
    /// <summary>Canceled and the reservation released.</summary>
    Canceled,

    /// <summary>A worker is on it and will stop at its next step.</summary>
    Requested,

    /// <summary>The picture exists already and is being finished.</summary>
    TooLate,

    /// <summary>Not in the queue: ended, unknown, or somebody else's.</summary>
    NotRunning,
}
