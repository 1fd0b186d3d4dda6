namespace Atelier.Server.Admin;

/// <summary>A new sign-in code, and the link that carries it in its fragment, which no server and no log sees.</summary>
internal sealed record SignInCodeView(string Code, string Url);
