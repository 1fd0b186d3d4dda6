using Atelier.Data.Accounts;

namespace Atelier.Server.Accounts;

/// <summary>The cookie of a visitor without a key: out of reach of scripts, and not sent by forms of other sites.</summary>
internal static class GuestCookie
{
    public const string Name = "atelier_guest";

    public static CookieOptions Options(bool secure) =>
        new()
        {
            HttpOnly = true,
            // Whoever follows a link to the page comes as the guest that he is.
            SameSite = SameSiteMode.Lax,
            // A cookie marked secure would not come back over the plain HTTP of loopback.
            Secure = secure,
            Path = "/",
            MaxAge = GuestStore.Life,
        };
}
