using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Text;
using Atelier.Data.Photos;
using Atelier.Engine.Accepting;
using Atelier.Engine.Photos;
using Atelier.Engine.Views;
using Atelier.Server.Addresses;
using Atelier.Server.Authentication;
using Atelier.Server.Errors;
using Atelier.Server.Limits;
using Atelier.Server.Wire;

namespace Atelier.Server.Photos;

/// <summary><c>POST /api/generate</c> and <c>GET /api/status/{taskId}</c>: an uploaded photo is restyled.</summary>
internal static class PhotoTaskEndpoints
{
    public static void MapPhotoTasks(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/generate", StartAsync)
            .RequireAuthorization(Scopes.Generate)
            .LimitedByAddress(AddressCalls.Changes, evenWithAccount: true)
            .WithTags("Photos")
            .WithName("StartPhotoTask")
            .WithSummary("Starts to restyle an uploaded photo; answers at once.")
            .Accepts<PhotoTaskBody>("application/json")
            .Produces<PhotoTaskStartView>(202);
        routes
            .MapMethods("/api/status/{taskId?}", ["GET", "HEAD"], StatusAsync)
            .RequireAuthorization(Scopes.Read)
            .LimitedByAddress(AddressCalls.Reads, evenWithAccount: true)
            .WithTags("Photos")
            .WithName("GetPhotoTask")
            .WithSummary("A photo task as it stands; when completed with the addresses of both files.")
            .Produces<PhotoTaskView>();
    }

    /// <summary>Where a task's state is asked for.</summary>
    private static string AddressOf(Guid taskId) => $"/api/status/{taskId}";

    private static async Task<IResult> StartAsync(
        HttpContext context,
        CurrentCaller caller,
        PhotoSessionStore sessions,
        PhotoTaskReader reader,
        PhotoDesk desk,
        ClientAddress addresses,
        GenerationReader generations,
        PhotoNames names,
        PhotoWait wait
    )
    {
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<PhotoTaskBody>(context.Request, errors);
        var idempotency = IdempotencyHeader.Read(context.Request, "photos", json);
        if (!SessionId.IsValid(body.SessionId))
        {
            throw new AtelierException(ErrorCode.InvalidSession, "Invalid session ID");
        }

        // What was accepted stays so; and accepting is not to be cut in half by a caller that hangs up.
        var acceptance =
            idempotency is not null
            && await desk.FindAsync(caller.Caller, idempotency, CancellationToken.None) is { } known
                ? new Acceptance(known)
                : await AcceptAsync();
        var id = acceptance.GenerationId;
        RateHeaders.Write(context, acceptance.Limits);
        context.Features.Set(new AcceptedGeneration(id) { Location = AddressOf(id) });
        context.Response.Headers[AcceptedGeneration.Header] = id.ToString();
        context.Response.Headers.Location = AddressOf(id);
        var detail =
            await generations.FindAsync(id, caller.AccountId, CancellationToken.None)
            ?? throw new AtelierException(ErrorCode.TaskNotFound, "Task not found");
        var first = detail.Plan.First;
        return TypedResults.Json(
            new PhotoTaskStartView(
                Success: true,
                id,
                names.Of(first),
                wait.SecondsOf(first, detail.Plan.Style),
                "Generation started",
                first.Degradations
            ),
            CamelJson.Options,
            statusCode: 202
        );

        async Task<Acceptance> AcceptAsync()
        {
            var session = await sessions.FindAsync(
                caller.AccountId,
                Guid.Parse(body.SessionId!),
                CancellationToken.None
            );
            if (session?.InputId is not { } input)
            {
                throw PhotoIds.NotFound();
            }

            var request = reader.Read(body, input, errors);
            var photo = new PhotoIntake(session.Id, addresses.HashOf(context, ClientAddress.Visitor));
            return await desk.StartAsync(caller.Caller, request, idempotency, photo, CancellationToken.None);
        }
    }

    private static async Task<IResult> StatusAsync(
        string? taskId,
        HttpContext context,
        CurrentCaller caller,
        PhotoSessionStore sessions,
        GenerationReader generations,
        PhotoTaskViews views,
        CancellationToken cancellationToken
    )
    {
        if (!Guid.TryParseExact(taskId, "D", out var id))
        {
            throw new AtelierException(ErrorCode.InvalidTask, "Invalid task ID");
        }

        var detail = await generations.FindAsync(id, caller.AccountId, cancellationToken);
        var session = detail?.Row.SessionId is { } sessionId
            ? await sessions.FindAsync(caller.AccountId, sessionId, cancellationToken)
            : null;
        if (detail is null || session is null)
        {
            throw new AtelierException(ErrorCode.TaskNotFound, "Task not found");
        }

        await sessions.TouchAsync(session.Id, cancellationToken);
        return TypedResults.Json(
            await views.BuildAsync(context.Request, detail, session, cancellationToken),
            CamelJson.Options
        );
    }
}
