namespace Atelier.Engine.Health;

/// <summary>Whether a call may be sent to an offer.</summary>
public enum Passage
{
    /// <summary>Nothing is wrong with it.</summary>
    Free,

    /// <summary>This one finds out whether it works again.</summary>
    Probe,

    /// <summary>It is left alone.</summary>
    Shut,
}
