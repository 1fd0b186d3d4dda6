namespace Atelier.Server.Accounts;

/// <summary>The wish to forget an account.</summary>
internal sealed class EraseBody
{
    /// <summary>The account's name or id, so that nobody forgets the wrong one.</summary>
    public string? Confirm { get; set; }
}
