using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Data.Webhooks;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Webhooks;

/// <summary><c>/v1/webhooks</c>: the addresses that an account is told at.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/webhooks").WithTags("Webhooks").RequireAuthorization(Scopes.Webhooks);
        group
            .MapPost("", CreateAsync)
            .WithName("CreateWebhook")
            .WithSummary("Makes an endpoint; the answer shows its secret, once.")
            .Accepts<WebhookBody>("application/json")
            .Produces<WebhookView>(201);
        group
            .MapGet("", ListAsync)
            .WithName("ListWebhooks")
            .WithSummary("Your endpoints, the oldest first; at most 20.")
            .Produces<WebhookPage>();
        group.MapGet("/{id:guid}", GetAsync).WithName("GetWebhook").WithSummary("An endpoint.").Produces<WebhookView>();
        group
            .MapPatch("/{id:guid}", ChangeAsync)
            .WithName("ChangeWebhook")
            .WithSummary("Changes an endpoint; one that is switched on again begins at the present.")
            .Accepts<WebhookBody>("application/json")
            .Produces<WebhookView>();
        group
            .MapDelete("/{id:guid}", DeleteAsync)
            .WithName("DeleteWebhook")
            .WithSummary("Deletes an endpoint with its secrets and its log.")
            .Produces(204);
        group.MapWebhookSecrets();
        group.MapDeliveries();
        routes.MapAdminWebhooks();
    }

    /// <summary>Who changes something, for the log.</summary>
    public static Actor ActorOf(CurrentCaller caller) => new(caller.AccountId, caller.Caller.KeyId);

    public static AtelierException NotFound() => new(ErrorCode.NotFound, "There is no webhook of this id.");

    /// <exception cref="AtelierException">It was not done.</exception>
    public static void ThrowUnlessDone(EndpointOutcome outcome)
    {
        switch (outcome)
        {
            case EndpointOutcome.NotFound:
                throw NotFound();
            case EndpointOutcome.Barred:
                throw new AtelierException(
                    ErrorCode.Conflict,
                    "The operator disabled this webhook: ask the operator, or make another."
                );
            case EndpointOutcome.Closed:
                throw new AtelierException(ErrorCode.Forbidden, "This account is closed.");
            case EndpointOutcome.TooMany:
                throw new AtelierException(
                    ErrorCode.Conflict,
                    $"An account has at most {EndpointStore.Most} webhooks: delete one first."
                );
            case EndpointOutcome.Disabled:
                throw new AtelierException(
                    ErrorCode.Conflict,
                    "The webhook is disabled: PATCH it with {\"disabled\": false} first."
                );
            case EndpointOutcome.TooManySecrets:
                throw new AtelierException(
                    ErrorCode.Conflict,
                    $"{WebhookSecretStore.Most} secrets sign already: wait for one to end, or end them with \"overlap_seconds\": 0."
                );
        }
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        CurrentCaller caller,
        WebhookReader reader,
        EndpointStore endpoints,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<WebhookBody>(context.Request, errors);
        var wish = reader.Read(body, isNew: true, errors);
        errors.ThrowIfAny();
        var (outcome, made) = await endpoints.CreateAsync(caller.AccountId, wish, ActorOf(caller), cancellationToken);
        ThrowUnlessDone(outcome);
        var (endpoint, secret) = made!.Value;
        context.Response.Headers.Location = $"/v1/webhooks/{endpoint.Id}";
        return TypedResults.Json(WebhookView.Of(endpoint, secret), WireJson.Options, statusCode: 201);
    }

    private static async Task<IResult> ListAsync(
        CurrentCaller caller,
        EndpointStore endpoints,
        CancellationToken cancellationToken
    )
    {
        var found = await endpoints.ListAsync(caller.AccountId, cancellationToken);
        return TypedResults.Json(
            new WebhookPage([.. found.Select(endpoint => WebhookView.Of(endpoint))], HasMore: false),
            WireJson.Options
        );
    }

    private static async Task<IResult> GetAsync(
        Guid id,
        CurrentCaller caller,
        EndpointStore endpoints,
        CancellationToken cancellationToken
    ) =>
        await endpoints.FindAsync(caller.AccountId, id, cancellationToken) is { } endpoint
            ? TypedResults.Json(WebhookView.Of(endpoint), WireJson.Options)
            : throw NotFound();

    private static async Task<IResult> ChangeAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        WebhookReader reader,
        EndpointStore endpoints,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<WebhookBody>(request, errors);
        var change = reader.Read(body, isNew: false, errors);
        errors.ThrowIfAny();
        ThrowUnlessDone(await endpoints.ChangeAsync(caller.AccountId, id, change, ActorOf(caller), cancellationToken));
        return await GetAsync(id, caller, endpoints, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id,
        CurrentCaller caller,
        EndpointStore endpoints,
        CancellationToken cancellationToken
    ) =>
        await endpoints.DeleteAsync(caller.AccountId, id, ActorOf(caller), cancellationToken)
            ? TypedResults.NoContent()
            : throw NotFound();
}
