namespace Atelier.Data.Accounts;

/// <summary>What became of a change to an account.</summary>
public enum AccountChange
{
    /// <summary>It is written, or was so already.</summary>
    Done,

    /// <summary>There is no such account.</summary>
    NotFound,

    /// <summary>Another account has the e-mail address. Nothing was written.</summary>
    EmailTaken,

    /// <summary>It is erased, or about to be. Nothing was written.</summary>
    Erased,
}
