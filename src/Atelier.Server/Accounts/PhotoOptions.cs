namespace Atelier.Server.Accounts;

/// <summary>Who may come without a key.</summary>
internal sealed class PhotoOptions
{
    public const string Section = "Photo";

    /// <summary>Whether visitors get an account by a cookie (requirement B-68). The default is false.</summary>
    public bool AllowAnonymous { get; set; }
}
