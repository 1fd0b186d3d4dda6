using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Limits;
using Atelier.Data.Webhooks;
using Atelier.Engine.Webhooks;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Webhooks;

/// <summary>What was sent to an endpoint, a message to try it with, and sending anew.</summary>
internal static class DeliveryEndpoints
{
    // Whoever can name an address must not make us flood it.
    private static readonly WindowLimit Calls = new(100, TimeSpan.FromHours(1));

    public static void MapDeliveries(this RouteGroupBuilder group)
    {
        group
            .MapPost("/{id:guid}/test", TestAsync)
            .WithName("TestWebhook")
            .WithSummary("Sends a message of the type webhook.test.")
            .Produces<DeliveryView>(202);
        group
            .MapGet("/{id:guid}/deliveries", ListAsync)
            .WithName("ListWebhookDeliveries")
            .WithSummary("What was sent and how it went, newest first; kept for 30 days.")
            .Produces<DeliveryPage>();
        group
            .MapPost("/{id:guid}/deliveries/{delivery:guid}/redeliver", RedeliverAsync)
            .WithName("RedeliverWebhook")
            .WithSummary("Sends a message again, under its old webhook-id.")
            .Produces<DeliveryView>(202);
        group
            .MapPost("/{id:guid}/recover", RecoverAsync)
            .WithName("RecoverWebhook")
            .WithSummary("Sends everything since a time that failed, or happened while the endpoint was disabled.")
            .Accepts<RecoveryBody>("application/json")
            .Produces<RecoveryView>(202);
    }

    private static async Task<IResult> TestAsync(
        Guid id,
        CurrentCaller caller,
        EndpointStore endpoints,
        WindowStore windows,
        DeliveryLog log,
        WebhookBell bell,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await FindAsync(endpoints, caller, id, cancellationToken);
        await TakeAsync(windows, caller, cancellationToken);
        var actor = WebhookEndpoints.ActorOf(caller);
        var (outcome, message) = await log.TestAsync(endpoint, time.GetUtcNow(), actor, cancellationToken);
        WebhookEndpoints.ThrowUnlessDone(outcome);
        return await AnswerAsync(log, bell, id, message, cancellationToken);
    }

    private static async Task<IResult> ListAsync(
        Guid id,
        CurrentCaller caller,
        EndpointStore endpoints,
        DeliveryLog log,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var paging = Paging.Read(limit, errors);
        var before = Paging.ReadNumber(cursor, errors);
        errors.ThrowIfAny();
        _ = await FindAsync(endpoints, caller, id, cancellationToken);
        // One more than asked for tells whether there is another page.
        var found = await log.ListAsync(id, before, paging.Most + 1, cancellationToken);
        var (data, more, next) = paging.Cut(
            found,
            row => row,
            row => row.Number.ToString(CultureInfo.InvariantCulture)
        );
        return TypedResults.Json(new DeliveryPage([.. data.Select(DeliveryView.Of)], more, next), WireJson.Options);
    }

    private static async Task<IResult> RedeliverAsync(
        Guid id,
        Guid delivery,
        CurrentCaller caller,
        EndpointStore endpoints,
        WindowStore windows,
        DeliveryLog log,
        WebhookBell bell,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await FindAsync(endpoints, caller, id, cancellationToken);
        _ =
            await log.FindAsync(id, delivery, cancellationToken)
            ?? throw new AtelierException(ErrorCode.NotFound, "The webhook has no delivery of this id.");
        await TakeAsync(windows, caller, cancellationToken);
        var actor = WebhookEndpoints.ActorOf(caller);
        WebhookEndpoints.ThrowUnlessDone(await log.RedeliverAsync(endpoint, delivery, actor, cancellationToken));
        return await AnswerAsync(log, bell, id, delivery, cancellationToken);
    }

    private static async Task<IResult> RecoverAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        EndpointStore endpoints,
        WindowStore windows,
        DeliveryLog log,
        WebhookBell bell,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<RecoveryBody>(request, errors);
        if (
            !DateTimeOffset.TryParse(
                body.Since,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var since
            )
            || since < time.GetUtcNow() - DeliveryLog.Kept
        )
        {
            errors.Add("since", "since is required: a time such as 2026-11-20T12:00:00Z, at most 30 days back.");
        }

        errors.ThrowIfAny();
        var endpoint = await FindAsync(endpoints, caller, id, cancellationToken);
        await TakeAsync(windows, caller, cancellationToken);
        var actor = WebhookEndpoints.ActorOf(caller);
        var (outcome, messages) = await log.RecoverAsync(endpoint, since, actor, cancellationToken);
        WebhookEndpoints.ThrowUnlessDone(outcome);
        bell.Ring();
        return TypedResults.Json(
            new RecoveryView(messages, messages >= DeliveryLog.MostRecovered),
            WireJson.Options,
            statusCode: 202
        );
    }

    private static async Task<IResult> AnswerAsync(
        DeliveryLog log,
        WebhookBell bell,
        Guid id,
        Guid delivery,
        CancellationToken cancellationToken
    )
    {
        // Read before it is sent, so that the answer shows what was asked for and not what became of it.
        var row = await log.FindAsync(id, delivery, cancellationToken) ?? throw WebhookEndpoints.NotFound();
        bell.Ring();
        return TypedResults.Json(DeliveryView.Of(row), WireJson.Options, statusCode: 202);
    }

    private static async Task TakeAsync(WindowStore windows, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var use = await windows.TakeAsync("webhook sends", caller.AccountId.ToByteArray(), Calls, cancellationToken);
        if (!use.Allowed)
        {
            throw new AtelierException(
                ErrorCode.RateLimited,
                $"An account may ask for {Calls.Calls} tests, redeliveries and recoveries an hour."
            )
            {
                RetryAfterSeconds = (int)Math.Ceiling(use.ResetsIn.TotalSeconds),
            };
        }
    }

    private static async Task<WebhookEndpoint> FindAsync(
        EndpointStore endpoints,
        CurrentCaller caller,
        Guid id,
        CancellationToken cancellationToken
    ) => await endpoints.FindAsync(caller.AccountId, id, cancellationToken) ?? throw WebhookEndpoints.NotFound();
}
