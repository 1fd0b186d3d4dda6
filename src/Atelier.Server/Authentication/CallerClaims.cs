using System.Security.Claims;
using Atelier.Engine.Accepting;

namespace Atelier.Server.Authentication;

/// <summary>What a signed-in principal carries.</summary>
internal static class CallerClaims
{
    public const string Account = "account";
    public const string Key = "key";
    public const string Scope = "scope";

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
            : null;

    /// <summary>Whether the principal may pass the doors of a policy.</summary>
    public static bool May(ClaimsPrincipal principal, string policy) =>
        Scopes.For(policy).Any(scope => principal.HasClaim(Scope, scope));
}
