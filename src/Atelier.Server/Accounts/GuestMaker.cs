using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Data.Limits;
using Atelier.Server.Addresses;
using Atelier.Server.Headers;

namespace Atelier.Server.Accounts;

/// <summary>Makes the accounts of visitors without a key, and hands out their cookies. That they may come has been checked.</summary>
internal sealed class GuestMaker(GuestStore guests, WindowStore windows, ClientAddress addresses, PublicOrigin origin)
{
    private const string Window = "guests";

    /// <summary>New guests of one address.</summary>
    public static readonly WindowLimit Limit = new(10, TimeSpan.FromHours(1));

    /// <summary>A new guest, whose cookie goes with the answer.</summary>
    /// <exception cref="AtelierException">Too many came from this address.</exception>
    public async Task<Guid> CreateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // Who has no address, as on a socket, shares one count.
        var subject = addresses.HashOf(context, Window) ?? [];
        var use = await windows.TakeAsync(Window, subject, Limit, cancellationToken);
        if (!use.Allowed)
        {
            throw new AtelierException(
                ErrorCode.RateLimited,
                $"From one address {Limit.Calls} guests an hour can come; use the cookie that you were given."
            )
            {
                RetryAfterSeconds = (int)Math.Ceiling(use.ResetsIn.TotalSeconds),
            };
        }

        var (id, cookie) = await guests.CreateAsync(cancellationToken);
        SetCookie(context, cookie);
        return id;
    }

    /// <summary>Gives the cookie, so that the browser keeps it as long as we do.</summary>
    public void SetCookie(HttpContext context, string cookie)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Cookies.Append(
            GuestCookie.Name,
            cookie,
            GuestCookie.Options(origin.IsSecure(context.Request))
        );
    }
}
