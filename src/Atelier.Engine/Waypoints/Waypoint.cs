namespace Atelier.Engine.Waypoints;

/// <summary>Named places on the way of a paid call, in its order. Between any two of them a process may die.</summary>
public enum Waypoint
{
    /// <summary>The intent is committed; nothing was done yet.</summary>
    Claimed,

    /// <summary>The connection stands; not a byte of the body was sent.</summary>
    Sending,

    /// <summary>All was sent; no answer has come.</summary>
    Sent,

    /// <summary>The answer is safe in the spool, the database knows nothing of it.</summary>
    Answered,

    /// <summary>The fact is written, nothing was decided.</summary>
    Noted,

    /// <summary>The decision is written.</summary>
    Decided,

    /// <summary>A claim to look after what was sent; nothing was asked yet.</summary>
    Following,

    /// <summary>A task's pictures are safe in the spool, the database knows nothing of them.</summary>
    Fetched,

    /// <summary>All is there; no file was made.</summary>
    Finishing,

    /// <summary>All files are stored; the end is not written.</summary>
    Stored,

    /// <summary>The end is committed; nobody was told.</summary>
    Ended,
}
