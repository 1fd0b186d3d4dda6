using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Data.Limits;
using Atelier.Server.Addresses;
using Atelier.Server.Headers;
using Atelier.Server.Limits;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Accounts;

/// <summary><c>POST /v1/guests</c>: an account for a visitor without a key, where the operator allows it (requirement B-68).</summary>
internal static class GuestEndpoints
{
    private const string Window = "guests";

    /// <summary>New guests of one address.</summary>
    public static readonly WindowLimit Limit = new(10, TimeSpan.FromHours(1));

    public static void MapGuests(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/guests", CreateAsync)
            .WithTags("Account")
            .WithName("CreateGuest")
            .WithSummary(
                "Gives a visitor a free account by a cookie, if Photo:AllowAnonymous is set; a known visitor keeps his."
            )
            .Produces<GuestView>()
            .Produces<GuestView>(201);

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        GuestDesk desk,
        GuestStore guests,
        WindowStore windows,
        AddressLimits limits,
        ClientAddress addresses,
        PublicOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (!desk.Open)
        {
            throw new AtelierException(
                ErrorCode.Forbidden,
                "Nobody is served without a key here; the operator can allow it with Photo__AllowAnonymous=true."
            );
        }

        if (!origin.IsOwn(context.Request))
        {
            throw new AtelierException(
                ErrorCode.Forbidden,
                "Only pages of this service may ask for a guest's account."
            );
        }

        await limits.TakeAsync(context, AddressCalls.Changes, cancellationToken);
        if (await desk.FindAsync(context.Request, cancellationToken) is { } known)
        {
            // So that the browser keeps it as long as we do.
            SetCookie(context, context.Request.Cookies[GuestCookie.Name]!, origin);
            return Answer(known, 200);
        }

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
        SetCookie(context, cookie, origin);
        return Answer(id, 201);
    }

    private static void SetCookie(HttpContext context, string cookie, PublicOrigin origin)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Cookies.Append(
            GuestCookie.Name,
            cookie,
            GuestCookie.Options(origin.IsSecure(context.Request))
        );
    }

    private static JsonHttpResult<GuestView> Answer(Guid id, int status) =>
        TypedResults.Json(
            new GuestView(id, "free", (int)GuestStore.Life.TotalDays),
            WireJson.Options,
            statusCode: status
        );
}
