using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Server.Tickets;

/// <summary><c>POST /v1/tickets</c>: browsers open streams without headers of ours, and a key must not stand in an address.</summary>
internal static class TicketEndpoints
{
    /// <summary>How long a ticket waits to be used.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    public static void AddTickets(this IServiceCollection services)
    {
        services.TryAddSingleton<TicketStore>();
        services.TryAddSingleton<TicketDesk>();
    }

    public static void MapTickets(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/tickets", CreateAsync)
            .RequireAuthorization(Scopes.Read)
            .WithTags("Tickets")
            .WithName("CreateTicket")
            .WithSummary("A ticket that opens one stream within a minute, for a browser's EventSource or WebSocket.")
            .Accepts<TicketBody>("application/json")
            .Produces<TicketView>(201);

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        CurrentCaller caller,
        TicketStore tickets,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<TicketBody>(context.Request, errors);
        if (body.Purpose is null)
        {
            errors.Add("purpose", $"purpose is required: {string.Join(" or ", TicketDesk.Purposes)}.");
        }
        else if (!TicketDesk.Purposes.Contains(body.Purpose))
        {
            errors.AddUnknown("purpose", body.Purpose, TicketDesk.Purposes);
        }

        errors.ThrowIfAny();
        var ticket =
            await tickets.CreateAsync(
                caller.AccountId,
                caller.Caller.KeyId,
                CallerClaims.SessionOf(context.User),
                body.Purpose!,
                Life,
                cancellationToken
            ) ?? throw new AtelierException(ErrorCode.Forbidden, "This account is closed.");
        var view = new TicketView(ticket, body.Purpose!, time.GetUtcNow() + Life);
        return TypedResults.Json(view, WireJson.Options, statusCode: 201);
    }
}
