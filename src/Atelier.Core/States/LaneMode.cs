namespace Atelier.Core.States;

/// <summary>What an operator says of a provider.</summary>
public enum LaneMode
{
    /// <summary>It gets work.</summary>
    On,

    /// <summary>It is to become empty: nothing is begun there any more, and what was sent ends.</summary>
    Draining,

    /// <summary>It is left alone for a while: nothing is sent, and what was sent is looked after.</summary>
    Paused,
}
