using System.Security.Claims;
using Atelier.Data.Accounts;
using Atelier.Server.Addresses;
using Atelier.Server.Authentication;
using Atelier.Server.Headers;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Accounts;

/// <summary>Knows guests by their cookie, where guests are let in at all.</summary>
internal sealed class GuestDesk(
    GuestStore guests,
    ClientAddress addresses,
    PublicOrigin origin,
    IOptionsMonitor<PhotoOptions> options
)
{
    private static readonly PathString Generations = "/v1/generations";
    private static readonly PathString Images = "/v1/images";
    private static readonly PathString Account = "/v1/account";

    // Sweeping is the operator's.
    private static readonly PathString[] Photos =
    [
        "/api/upload",
        "/api/generate",
        "/api/status",
        "/api/files",
        "/api/usage",
        "/api/health",
        "/api/sessions",
    ];

    /// <summary>Whether visitors may have an account by a cookie.</summary>
    public bool Open => options.CurrentValue.AllowAnonymous;

    /// <summary>The guest behind a request's cookie; null for none, an old one, or a page of somebody else.</summary>
    public async Task<Guid?> FindAsync(HttpRequest request, CancellationToken cancellationToken) =>
        Open && request.Cookies.TryGetValue(GuestCookie.Name, out var cookie) && origin.IsOwn(request)
            ? await guests.FindAsync(cookie, cancellationToken)
            : null;

    /// <summary>What a guest may do at this door; null where doors are for keys only.</summary>
    public async Task<IEnumerable<Claim>?> ClaimsAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!IsForGuests(context.Request) || await FindAsync(context.Request, cancellationToken) is not { } id)
        {
            return null;
        }

        // The address owns nothing: it only counts, so that a cleared cookie is no new day. All without one are one visitor.
        var visitor = addresses.HashOf(context, ClientAddress.Visitor) ?? [];
        return
        [
            new(CallerClaims.Account, id.ToString()),
            new(CallerClaims.Scope, Scopes.Generate),
            new(CallerClaims.Scope, Scopes.Read),
            new(CallerClaims.Visitor, Convert.ToHexStringLower(visitor)),
        ];
    }

    // The doors of OpenAI's clients are for keys; of the pictures a guest only reads.
    private static bool IsForGuests(HttpRequest request) =>
        request.Path.StartsWithSegments(Generations, StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments(Account, StringComparison.OrdinalIgnoreCase)
        || Array.Exists(Photos, door => request.Path.StartsWithSegments(door, StringComparison.OrdinalIgnoreCase))
        || request.Path.StartsWithSegments(Images, StringComparison.OrdinalIgnoreCase)
            && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
