using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Webhooks;
using Atelier.Server.Wire;

namespace Atelier.Server.Generations;

/// <summary><c>/v1/generations</c>: the native door. Jobs are accepted with 202 and fetched, watched or waited for.</summary>
internal static class GenerationEndpoints
{
    private const int PageSize = 20;
    private const int MostPerPage = 100;

    public static void MapGenerations(this IEndpointRouteBuilder routes)
    {
        var making = routes.MapGroup("/v1/generations").WithTags("Generations").RequireAuthorization(Scopes.Generate);
        var reading = routes.MapGroup("/v1/generations").WithTags("Generations").RequireAuthorization(Scopes.Read);
        making
            .MapPost("", CreateAsync)
            .WithName("CreateGeneration")
            .WithSummary("Starts a job; Prefer: wait=N waits for its end.")
            .Accepts<GenerationBody>("application/json")
            .Produces<GenerationView>()
            .Produces<GenerationView>(202)
            .ProducesProblem(400)
            .ProducesProblem(401)
            .ProducesProblem(402);
        reading
            .MapGet("", ListAsync)
            .WithName("ListGenerations")
            .WithSummary("Your generations, newest first.")
            .Produces<GenerationPage>();
        reading
            .MapGet("/{id:guid}", GetAsync)
            .WithName("GetGeneration")
            .WithSummary("A generation as it stands; Prefer: wait=N waits for its end.")
            .Produces<GenerationView>()
            .ProducesProblem(404);
        making
            .MapDelete("/{id:guid}", CancelAsync)
            .WithName("CancelGeneration")
            .WithSummary("Cancels a waiting or running generation.")
            .Produces<GenerationView>()
            .Produces<GenerationView>(202)
            .ProducesProblem(404)
            .ProducesProblem(409);
        reading.MapGenerationEvents();
        making.MapCandidates();
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        CurrentCaller caller,
        Intake intake,
        ViewBuilder views,
        WebhookReader webhooks,
        CancellationToken cancellationToken
    )
    {
        var preference = Preference.Read(context.Request);
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<GenerationBody>(context.Request, errors);
        var idempotency = IdempotencyHeader.Read(context.Request, "generations", json);
        var webhook = webhooks.OfGeneration(caller.Caller, body.WebhookUrl, body.WebhookEvents, errors);
        var id = await intake.AcceptAsync(context, caller, body.ToDraft(), idempotency, null, errors, webhook);
        context.Response.Headers.Location = $"/v1/generations/{id}";
        return await AnswerAsync(context, caller, id, preference, intake, views, 202, cancellationToken);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        CurrentCaller caller,
        GenerationReader reader,
        ViewBuilder views,
        string? cursor,
        string? state,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var before = Guid.Empty;
        if (cursor is not null && !Guid.TryParse(cursor, out before))
        {
            errors.Add("cursor", "cursor must be the next_cursor of the page before.");
        }

        var parsed = state is null ? null : GenerationStates.TryParse(state);
        if (state is not null && parsed is null)
        {
            errors.AddUnknown("state", state, SnakeCase.All<GenerationState>());
        }

        var most = PageSize;
        if (limit is not null && (!int.TryParse(limit, out most) || most is < 1 or > MostPerPage))
        {
            errors.Add("limit", $"limit must be 1 to {MostPerPage}.");
        }

        errors.ThrowIfAny();
        // One more than asked for tells whether there is another page.
        var found = await reader.ListAsync(
            caller.AccountId,
            cursor is null ? null : before,
            parsed,
            most + 1,
            cancellationToken
        );
        var page = found.Take(most).Select(detail => views.Build(context.Request, detail)).ToList();
        var more = found.Count > most;
        return TypedResults.Json(
            new GenerationPage(page, more, more ? page[^1].Id.ToString() : null),
            WireJson.Options
        );
    }

    private static async Task<IResult> GetAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        ViewBuilder views,
        Intake intake,
        CancellationToken cancellationToken
    )
    {
        var preference = Preference.Read(context.Request);
        return await AnswerAsync(context, caller, id, preference, intake, views, 200, cancellationToken);
    }

    private static async Task<IResult> CancelAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        GenerationCanceler canceler,
        ViewBuilder views,
        CancellationToken cancellationToken
    )
    {
        var detail =
            await canceler.CancelAsync(id, caller.AccountId, cancellationToken)
            ?? throw new AtelierException(ErrorCode.NotFound, "There is no generation of this id.");
        // 202: a worker is on it and ends it at its next step.
        var status = detail.Row.State == GenerationState.Canceled.ToWire() ? 200 : 202;
        return TypedResults.Json(views.Build(context.Request, detail), WireJson.Options, statusCode: status);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        CurrentCaller caller,
        Guid id,
        Preference preference,
        Intake intake,
        ViewBuilder views,
        int runningStatus,
        CancellationToken cancellationToken
    )
    {
        preference.Confirm(context.Response);
        var wait = preference.Wait ?? TimeSpan.Zero;
        var detail = await intake.WaitAsync(id, caller, wait, cancellationToken);
        var ended = GenerationStates.TryParse(detail.Row.State)!.Value.IsTerminal();
        return TypedResults.Json(
            views.Build(context.Request, detail),
            WireJson.Options,
            statusCode: ended ? 200 : runningStatus
        );
    }
}
