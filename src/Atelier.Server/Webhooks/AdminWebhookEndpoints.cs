using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Data.Webhooks;
using Atelier.Engine.Webhooks;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Webhooks;

/// <summary><c>/admin/api/accounts/{id}/webhooks</c>: the operator sees who is told, and can end it.</summary>
internal static class AdminWebhookEndpoints
{
    public static void MapAdminWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes
            .MapGroup("/admin/api/accounts/{id:guid}/webhooks")
            .WithTags("Admin")
            .RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", ListAsync)
            .WithName("ListAccountWebhooks")
            .WithSummary("An account's endpoints; of their addresses only the hosts.")
            .Produces<WebhookPage>();
        group
            .MapPost("/{webhook:guid}/disable", DisableAsync)
            .WithName("DisableAccountWebhook")
            .WithSummary("Disables an endpoint; its owner cannot switch it on again.")
            .Produces(204);
    }

    private static async Task<IResult> ListAsync(
        Guid id,
        AccountStore accounts,
        EndpointStore endpoints,
        CancellationToken cancellationToken
    )
    {
        _ =
            await accounts.FindAsync(id, cancellationToken)
            ?? throw new AtelierException(ErrorCode.NotFound, "There is no account of this id.");
        var found = await endpoints.ListAsync(id, cancellationToken);
        return TypedResults.Json(
            new WebhookPage([.. found.Select(WebhookView.ForOperator)], HasMore: false),
            WireJson.Options
        );
    }

    private static async Task<IResult> DisableAsync(
        Guid id,
        Guid webhook,
        CurrentCaller caller,
        EndpointStore endpoints,
        WebhookBell bell,
        CancellationToken cancellationToken
    )
    {
        WebhookEndpoints.ThrowUnlessDone(
            await endpoints.BarAsync(id, webhook, WebhookEndpoints.ActorOf(caller), cancellationToken)
        );
        bell.TellOfNotice();
        return TypedResults.NoContent();
    }
}
