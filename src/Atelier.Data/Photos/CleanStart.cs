namespace Atelier.Data.Photos;

/// <summary>Whether a photo session's files may be deleted.</summary>
public enum CleanStart
{
    /// <summary>They may: the session is closed, and no row promises a file of it any more.</summary>
    Started,

    /// <summary>Its time is not over.</summary>
    NotDue,

    /// <summary>Something is being made in it or from it, or it is not known yet what became of a call.</summary>
    Busy,

    /// <summary>There is no such session, or not for this account.</summary>
    Missing,
}
