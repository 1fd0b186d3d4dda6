using System.Security.Claims;
using Atelier.Core.Routing;
using Atelier.Data.Accounts;
using Atelier.Data.Events;
using Atelier.Engine.Accepting;

namespace Atelier.Server.Authentication;

/// <summary>What a signed-in principal carries.</summary>
internal static class CallerClaims
{
    public const string Account = "account";
    public const string Key = "key";
    public const string Scope = "scope";

    /// <summary>The session that signed in, or that of the ticket, as its hash in hex.</summary>
    public const string Session = "session";

    /// <summary>The account's tier.</summary>
    public const string Tier = "tier";

    /// <summary>Providers that the account's requests may go to, or must not, with spaces between.</summary>
    public const string Only = "only";
    public const string Never = "never";

    /// <summary>Of a guest: the address as today's keyed hash, in hex.</summary>
    public const string Visitor = "visitor";

    /// <summary>The caller behind a principal; null when nobody is signed in.</summary>
    public static Caller? Find(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(Account), out var account)
            ? new Caller(
                account,
                Guid.TryParse(principal.FindFirstValue(Key), out var key) ? key : null,
                principal.FindFirstValue(Visitor) is { } visitor ? Convert.FromHexString(visitor) : null
            )
            {
                RunsHouse = May(principal, Scopes.Admin),
                Tier = TierOf(principal.FindFirstValue(Tier)),
                OnlyProviders = All(principal, Only),
                NeverProviders = All(principal, Never),
            }
            : null;

    /// <summary>The session behind a principal, as its hash; null for a key or a guest.</summary>
    public static byte[]? SessionOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue(Session) is { } hash ? Convert.FromHexString(hash) : null;

    /// <summary>What a stream is let in with.</summary>
    public static StreamCredential CredentialOf(HttpContext context, CurrentCaller caller) =>
        new(caller.AccountId, caller.Caller.KeyId, SessionOf(context.User));

    /// <summary>What an account's tier and rules are as claims.</summary>
    public static IEnumerable<Claim> Of(Account account)
    {
        yield return new Claim(Tier, account.Owner ? "premium" : account.Tier);
        if (account.OnlyProviders is { } only)
        {
            yield return new Claim(Only, only);
        }

        if (account.NeverProviders is { } never)
        {
            yield return new Claim(Never, never);
        }
    }

    /// <summary>Whether the principal may pass the doors of a policy.</summary>
    public static bool May(ClaimsPrincipal principal, string policy) =>
        Scopes.For(policy).Any(scope => principal.HasClaim(Scope, scope));

    // A tier that nobody knows counts as free.
    private static AccountTier TierOf(string? name) =>
        name switch
        {
            "paid" => AccountTier.Paid,
            "premium" => AccountTier.Premium,
            _ => AccountTier.Free,
        };

    private static string[]? All(ClaimsPrincipal principal, string type) =>
        principal.FindFirstValue(type)?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
