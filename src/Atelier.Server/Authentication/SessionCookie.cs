namespace Atelier.Server.Authentication;

/// <summary>The cookie of a browser that signed in: out of reach of scripts, never sent from other sites.</summary>
internal static class SessionCookie
{
    public const string Name = "atelier_session";

    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    public static CookieOptions Options(bool secure) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            // A cookie marked secure would not come back over the plain HTTP of loopback.
            Secure = secure,
            Path = "/",
            MaxAge = Life,
        };
}
