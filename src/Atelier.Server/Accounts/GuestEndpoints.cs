using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Server.Headers;
using Atelier.Server.Limits;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Accounts;

/// <summary><c>POST /v1/guests</c>: an account for a visitor without a key, where the operator allows it (requirement B-68).</summary>
internal static class GuestEndpoints
{
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
        GuestMaker maker,
        AddressLimits limits,
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
            maker.SetCookie(context, context.Request.Cookies[GuestCookie.Name]!);
            return Answer(known, 200);
        }

        return Answer(await maker.CreateAsync(context, cancellationToken), 201);
    }

    private static JsonHttpResult<GuestView> Answer(Guid id, int status) =>
        TypedResults.Json(
            new GuestView(id, "free", (int)GuestStore.Life.TotalDays),
            WireJson.Options,
            statusCode: status
        );
}
