namespace Atelier.Data.Erasing;

/// <summary>What became of the wish to forget an account.</summary>
public enum ErasureOutcome
{
    /// <summary>It is closed, and will be forgotten; or was already.</summary>
    Requested,

    /// <summary>There is no such account.</summary>
    NotFound,

    /// <summary>It is the owner's, without which nobody could administer.</summary>
    Owner,

    /// <summary>What should confirm the wish is neither its name nor its id.</summary>
    NotConfirmed,
}
