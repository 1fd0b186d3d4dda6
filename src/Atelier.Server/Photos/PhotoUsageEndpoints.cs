using Atelier.Core.Errors;
using Atelier.Data.Photos;
using Atelier.Server.Accounts;
using Atelier.Server.Addresses;
using Atelier.Server.Authentication;
using Atelier.Server.Limits;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Photos;

/// <summary><c>GET /api/usage</c>: what is left of today (requirement B-52). Where visitors are let in, one without an account may ask too.</summary>
internal static class PhotoUsageEndpoints
{
    public static void MapPhotoUsage(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/usage", GetAsync)
            .LimitedByAddress(AddressCalls.Reads, evenWithAccount: true)
            .WithTags("Photos")
            .WithName("GetPhotoUsage")
            .WithSummary("What you used today and may still use; -1 where there is no limit.")
            .Produces<PhotoUsageView>();

    private static async Task<JsonHttpResult<PhotoUsageView>> GetAsync(
        HttpContext context,
        GuestDesk guests,
        ClientAddress addresses,
        DayUsageStore usage,
        CancellationToken cancellationToken
    )
    {
        var caller = CallerClaims.Find(context.User);
        if (caller is null && (!guests.Open || context.Request.Headers.Authorization.Count > 0))
        {
            throw new AtelierException(ErrorCode.Unauthorized, "Send an API key: 'Authorization: Bearer atl_…'.");
        }

        if (caller is not null && !CallerClaims.May(context.User, Scopes.Read))
        {
            throw new AtelierException(ErrorCode.Forbidden, "The key needs the scope read or generate.");
        }

        var visitor = caller is null or { Visitor: not null } ? VisitorOf(context, addresses) : null;
        var found = caller is null
            ? await usage.OfVisitorAsync(visitor!, cancellationToken)
            : await usage.OfAccountAsync(caller.AccountId, visitor, cancellationToken)
                ?? throw new AtelierException(ErrorCode.Unauthorized, "The account of this key is gone.");
        return TypedResults.Json(PhotoUsageView.Of(found), CamelJson.Options);
    }

    /// <summary>The address that a visitor's pictures count against.</summary>
    /// <exception cref="AtelierException">The connection has none, as on a socket.</exception>
    internal static byte[] VisitorOf(HttpContext context, ClientAddress addresses) =>
        addresses.HashOf(context, ClientAddress.Visitor)
        ?? throw new AtelierException(ErrorCode.InvalidRequest, "Could not determine client IP");
}
