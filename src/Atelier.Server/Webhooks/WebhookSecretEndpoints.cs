using Atelier.Core.Requests;
using Atelier.Data.Webhooks;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Webhooks;

/// <summary>The secrets that messages are signed with: of an endpoint, and of the account for addresses of single generations.</summary>
internal static class WebhookSecretEndpoints
{
    private const int DefaultOverlap = 24 * 60 * 60;
    private const int LongestOverlap = 7 * 24 * 60 * 60;

    public static void MapWebhookSecrets(this RouteGroupBuilder group)
    {
        group
            .MapPost("/{id:guid}/rotate", RotateEndpointAsync)
            .WithName("RotateWebhookSecret")
            .WithSummary("Makes a new secret and shows it, once; the old one signs beside it for a while.")
            .Accepts<RotationBody>("application/json")
            .Produces<WebhookSecretView>();
        group
            .MapGet("/secret", GetAsync)
            .WithName("GetAccountWebhookSecret")
            .WithSummary("The secret that messages to a generation's own webhook_url are signed with.")
            .Produces<WebhookSecretView>();
        group
            .MapPost("/secret/rotate", RotateOwnAsync)
            .WithName("RotateAccountWebhookSecret")
            .WithSummary("Makes a new secret for messages to a webhook_url; the old one signs beside it for a while.")
            .Accepts<RotationBody>("application/json")
            .Produces<WebhookSecretView>();
    }

    private static Task<IResult> RotateEndpointAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        WebhookSecretStore secrets,
        CancellationToken cancellationToken
    ) => RotateAsync(request, caller, secrets, id, cancellationToken);

    private static Task<IResult> RotateOwnAsync(
        HttpRequest request,
        CurrentCaller caller,
        WebhookSecretStore secrets,
        CancellationToken cancellationToken
    ) => RotateAsync(request, caller, secrets, null, cancellationToken);

    private static async Task<IResult> GetAsync(
        HttpResponse response,
        CurrentCaller caller,
        WebhookSecretStore secrets,
        CancellationToken cancellationToken
    )
    {
        response.Headers.CacheControl = "no-store";
        var live = await secrets.LiveAsync(caller.AccountId, null, cancellationToken);
        WebhookEndpoints.ThrowUnlessDone(live.Count > 0 ? EndpointOutcome.Done : EndpointOutcome.Closed);
        return TypedResults.Json(new WebhookSecretView(WebhookSecret.ToText(live[0])), WireJson.Options);
    }

    private static async Task<IResult> RotateAsync(
        HttpRequest request,
        CurrentCaller caller,
        WebhookSecretStore secrets,
        Guid? endpointId,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<RotationBody>(request, errors);
        var overlap = body.OverlapSeconds ?? DefaultOverlap;
        if (overlap is < 0 or > LongestOverlap)
        {
            errors.Add("overlap_seconds", $"overlap_seconds must be 0 to {LongestOverlap}.");
        }

        errors.ThrowIfAny();
        var (outcome, secret) = await secrets.RotateAsync(
            caller.AccountId,
            endpointId,
            TimeSpan.FromSeconds(overlap),
            WebhookEndpoints.ActorOf(caller),
            cancellationToken
        );
        WebhookEndpoints.ThrowUnlessDone(outcome);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new WebhookSecretView(secret!), WireJson.Options);
    }
}
