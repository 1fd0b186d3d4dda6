namespace Atelier.Server.Admin;

/// <summary>Where a browser signs in.</summary>
internal static class SignInLink
{
    public static string Of(string origin, string code) => $"{origin}/docs#code={code}";
}
