namespace Atelier.Core.States;

/// <summary>What an operator says of a provider.</summary>
public enum LaneMode
{
    /// <summary>It gets work.</summary>
    On,

    /// <summary>New requests go elsewhere; what was accepted for it before is still sent.</summary>
    Draining,

    /// <summary>New requests go elsewhere, and nothing is sent; what was sent is looked after.</summary>
    Paused,
}
