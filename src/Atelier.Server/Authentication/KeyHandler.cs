using System.Security.Claims;
using System.Text.Encodings.Web;
using Atelier.Data.Accounts;
using Atelier.Server.Headers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Authentication;

/// <summary>Finds out who calls: an API key in <c>Authorization</c>, or the session cookie of a browser.</summary>
internal sealed class KeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KeyStore keys,
    SessionStore sessions,
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
            var identity = secret.Length > 0 ? await keys.FindAsync(secret, Context.RequestAborted) : null;
            return identity is null ? AuthenticateResult.Fail("unknown key") : Succeed(identity);
        }

        if (header.Length == 0 && Request.Cookies.TryGetValue(SessionCookie.Name, out var token))
        {
            var account = await sessions.FindAsync(token, Context.RequestAborted);
            return account is not null && origin.IsOwn(Request)
                ? Succeed(
                    new KeyIdentity(null, account, account.Owner ? Scopes.All : [Scopes.Generate, Scopes.Webhooks])
                )
                : AuthenticateResult.Fail("no session");
        }

        return AuthenticateResult.NoResult();
    }

    private static AuthenticateResult Succeed(KeyIdentity identity)
    {
        var claims = new List<Claim> { new(CallerClaims.Account, identity.Account.Id.ToString()) };
        if (identity.KeyId is { } keyId)
        {
            claims.Add(new Claim(CallerClaims.Key, keyId.ToString()));
        }

        claims.AddRange(identity.Scopes.Select(scope => new Claim(CallerClaims.Scope, scope)));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
    }
}
