using System.Security.Claims;
using System.Text.Encodings.Web;
using Atelier.Data.Accounts;
using Atelier.Engine.Accounts;
using Atelier.Server.Accounts;
using Atelier.Server.Headers;
using Atelier.Server.Tickets;
using Atelier.Server.Wall;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Authentication;

/// <summary>Finds out who calls: an API key in <c>Authorization</c>, the session cookie of a browser, or that of a guest.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KeyStore keys,
    KeyUses uses,
    SessionStore sessions,
    GuestDesk guests,
    TicketDesk tickets,
    GuessGuard guesses,
    PublicOrigin origin
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Atelier";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            var secret = header[Bearer.Length..].Trim();
            var identity = secret.Length > 0 ? await FindAsync(secret) : null;
            if (identity is null)
            {
                return AuthenticateResult.Fail("unknown key");
            }

            uses.Note(identity.KeyId!.Value);
            return Succeed(identity);
        }

        if (header.Length == 0 && TicketDesk.IsBrought(Context))
        {
            var identity = await tickets.TakeAsync(Context);
            return identity is null ? AuthenticateResult.Fail("unknown ticket") : Succeed(identity);
        }

        if (header.Length == 0 && Request.Cookies.TryGetValue(SessionCookie.Name, out var token))
        {
            var account = await sessions.FindAsync(token, Context.RequestAborted);
            return account is not null && origin.IsOwn(Request)
                ? Succeed(
                    new KeyIdentity(null, account, account.Owner ? Scopes.All : Scopes.OfSession)
                    {
                        SessionHash = ApiKeySecret.Hash(token),
                    }
                )
                : AuthenticateResult.Fail("no session");
        }

        return header.Length == 0 && await guests.ClaimsAsync(Context, Context.RequestAborted) is { } guest
            ? Succeed(guest)
            : AuthenticateResult.NoResult();
    }

    private async Task<KeyIdentity?> FindAsync(string secret)
    {
        using var guess = await guesses.BeginAsync(Context, GuessGuard.Keys, secret);
        var identity = await keys.FindAsync(secret, Context.RequestAborted);
        if (identity is null)
        {
            await guess.WrongAsync();
        }
        else
        {
            guess.Right();
        }

        return identity;
    }

    private static AuthenticateResult Succeed(KeyIdentity identity)
    {
        var claims = new List<Claim> { new(CallerClaims.Account, identity.Account.Id.ToString()) };
        if (identity.KeyId is { } keyId)
        {
            claims.Add(new Claim(CallerClaims.Key, keyId.ToString()));
        }

        if (identity.SessionHash is { } session)
        {
            claims.Add(new Claim(CallerClaims.Session, Convert.ToHexStringLower(session)));
        }

        claims.AddRange(CallerClaims.Of(identity.Account));
        claims.AddRange(identity.Scopes.Select(scope => new Claim(CallerClaims.Scope, scope)));
        return Succeed(claims);
    }

    private static AuthenticateResult Succeed(IEnumerable<Claim> claims)
    {
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }
}
