namespace Atelier.Engine.Events;

/// <summary>Why a watch is over.</summary>
public enum WatchEnd
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Its reader did not keep up.</summary>
    Slow,

    /// <summary>What it was opened with is worth nothing any more.</summary>
    Revoked,

    /// <summary>This node stops.</summary>
    Stopping,

    /// <summary>Its reader went.</summary>
    Gone,

    /// <summary>Its reader said more than it may.</summary>
    TooMuch,
}
