using System.Globalization;
using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Core.States;
using Atelier.Data.Events;
using Atelier.Engine.Events;
using Atelier.Engine.Explaining;
using Atelier.Engine.Views;
using Atelier.Server.Authentication;
using Atelier.Server.Progress;
using Atelier.Server.Setup;
using Atelier.Server.Tickets;
using Atelier.Server.Wire;

namespace Atelier.Server.Generations;

/// <summary><c>GET /v1/generations/{id}/events</c>: stages as server-sent events, resumable by <c>Last-Event-ID</c>.</summary>
internal static class EventEndpoints
{
    // A comment keeps proxies from closing a quiet stream.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public static void MapGenerationEvents(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/{id:guid}/events", StreamAsync)
            .WithName("StreamGenerationEvents")
            .WithSummary("The generation's stages as they come, to its end.")
            .WithMetadata(new TicketDoor(TicketDesk.Events))
            .Produces(200, contentType: "text/event-stream")
            .ProducesProblem(404);

    private static async Task StreamAsync(
        Guid id,
        HttpContext context,
        CurrentCaller caller,
        GenerationReader reader,
        EventFeed feed,
        ProgressDesk desk,
        StreamGuard guard,
        Patience patience,
        CancellationToken cancellationToken
    )
    {
        var after = ReadLastEventId(context.Request);
        _ =
            await reader.FindAsync(id, caller.AccountId, cancellationToken)
            ?? throw new AtelierException(ErrorCode.NotFound, "There is no generation of this id.");
        var response = context.Response;
        if (after > 0 && await feed.IsOverAsync(caller.AccountId, id, after, cancellationToken))
        {
            // The word to a browser's EventSource that it need not come again.
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        using var place = desk.SitAtEvents(caller.AccountId);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(patience.Stopping);
        using var guarded = guard.Watch(CallerClaims.CredentialOf(context, caller), () => End(over));
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies such as nginx would otherwise gather events before they pass them on.
        response.Headers["X-Accel-Buffering"] = "no";
        await response.Body.FlushAsync(cancellationToken);
        await foreach (var row in feed.ReadAsync(caller.AccountId, id, after, Quiet, over.Token, cancellationToken))
        {
            await response.WriteAsync(row is null ? ":\n\n" : Format(row), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }

    // It may have ended by itself in this very moment.
    private static void End(CancellationTokenSource over)
    {
        try
        {
            over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Then nobody is there to be told.
        }
    }

    private static string Format(EventRow row)
    {
        var terminal = GenerationStates.TryParse(row.State)!.Value.IsTerminal();
        var data = JsonSerializer.Serialize(
            new
            {
                generation_id = row.GenerationId,
                state = row.State,
                reason = GenerationStates.ReasonOf(row.State),
                stage = row.Stage,
                progress = row.Progress,
                error = row.ErrorCode,
                notice = AnotherTry.Read(row.Note) is { } note
                    ? new
                    {
                        kind = note.Kind,
                        provider = note.Provider,
                        reason = FailureWords.Of(note.Failure, runsHouse: false),
                        trying = note.Next,
                    }
                    : null,
                at = row.CreatedAt,
            },
            WireJson.Options
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"id: {row.Seq}\nevent: {(terminal ? "ended" : "progress")}\ndata: {data}\n\n"
        );
    }

    private static long ReadLastEventId(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
        {
            return 0;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? seq
            : throw new AtelierException([
                new FieldError("Last-Event-ID", "Last-Event-ID must be the id of an event of this stream."),
            ]);
    }
}
