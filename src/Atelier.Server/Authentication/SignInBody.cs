namespace Atelier.Server.Authentication;

/// <summary>A sign-in.</summary>
internal sealed class SignInBody
{
    /// <summary>The one-time code of the sign-in link.</summary>
    public string? Code { get; set; }
}
