namespace Atelier.Client.Events;

/// <summary>How a stream of events ended for us.</summary>
internal enum StreamEnd
{
    /// <summary>The generation has ended, says the stream.</summary>
    Over,

    /// <summary>The connection broke, or was closed before the end.</summary>
    Cut,

    /// <summary>There are no events to be had here.</summary>
    Unusable,
}
