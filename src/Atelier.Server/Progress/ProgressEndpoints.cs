using Atelier.Core.Errors;
using Atelier.Engine.Events;
using Atelier.Engine.Previews;
using Atelier.Server.Authentication;
using Atelier.Server.Headers;
using Atelier.Server.Previews;
using Atelier.Server.Tickets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Progress;

/// <summary>
/// <c>GET /api/ai/image/progress</c>: how far the account's generations are, as a WebSocket or as server-sent events
/// (requirements C-65 to C-68).
/// </summary>
internal static class ProgressEndpoints
{
    private const string MediaType = "text/event-stream";

    public static void AddProgressDoor(this IServiceCollection services)
    {
        services
            .AddOptions<ProgressOptions>()
            .BindConfiguration(ProgressOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<StreamGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamGuard>());
        services.TryAddSingleton<ProgressDesk>();
        services.TryAddSingleton<SendPatience>();
        services.TryAddSingleton<ProgressSocket>();
        services.TryAddSingleton<ProgressEvents>();
    }

    public static void MapProgress(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/ai/image/progress", StreamAsync)
            .RequireAuthorization(Scopes.Read)
            .WithTags("Presentations")
            .WithName("StreamProgress")
            .WithSummary("How far your generations are, as a WebSocket or as server-sent events.")
            .WithMetadata(new TicketDoor(TicketDesk.Progress))
            .Produces(200, contentType: MediaType)
            .Produces(204);

    private static async Task StreamAsync(
        HttpContext context,
        CurrentCaller caller,
        ProgressDesk desk,
        ProgressReader reader,
        ProgressSocket sockets,
        ProgressEvents events,
        PreviewSigner signer,
        PublicOrigin own,
        CrossOrigin others,
        IOptions<ProgressOptions> options,
        CancellationToken cancellationToken
    )
    {
        var request = context.Request;
        if (request.Headers.Origin.Count > 0 && !others.IsAllowed(request) && !own.IsOwn(request))
        {
            throw new AtelierException(
                ErrorCode.Forbidden,
                "Pages of this origin may not open the stream; add it to ATELIER_CORS_ORIGINS if they should."
            );
        }

        var query = ProgressQuery.Read(request);
        if (!context.WebSockets.IsWebSocketRequest && !TakesEvents(request))
        {
            throw new AtelierException(
                ErrorCode.NotAcceptable,
                $"This is a stream: open it as a WebSocket, or with Accept: {MediaType}."
            );
        }

        if (query.Filter.GenerationId is { } id)
        {
            _ = await reader.HasAsync(caller.AccountId, id, cancellationToken)
                ? id
                : throw new AtelierException(ErrorCode.NotFound, "There is no generation of this id.");
        }

        using var seat = await desk.SitAsync(
            CallerClaims.CredentialOf(context, caller),
            query.Filter,
            cancellationToken
        );
        var quiet = TimeSpan.FromSeconds(options.Value.HeartbeatSeconds);
        var frames = reader.ReadAsync(seat.Watch, query.After, quiet, cancellationToken);
        if (context.WebSockets.IsWebSocketRequest)
        {
            // Who does not answer a ping in the time of a message is gone.
            var how = new WebSocketAcceptContext
            {
                KeepAliveInterval = quiet,
                KeepAliveTimeout = TimeSpan.FromSeconds(options.Value.SendSeconds),
            };
            using var socket = await context.WebSockets.AcceptWebSocketAsync(how);
            await sockets.RunAsync(socket, seat.Watch, frames, AddressOf, cancellationToken);
            return;
        }

        if (await reader.IsOverAsync(seat.Watch, query.After, cancellationToken))
        {
            // The word to a browser's EventSource that it need not come again.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await events.RunAsync(
            context.Response,
            seat.Watch,
            frames,
            AddressOf,
            query.Filter.GenerationId is not null,
            cancellationToken
        );

        string AddressOf(ShownPreview preview) => signer.Sign(request, preview);
    }

    private static bool TakesEvents(HttpRequest request) =>
        request.Headers.Accept.Count == 0
        || (
            MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
            && types.Any(type => type.Quality is not 0 && new MediaTypeHeaderValue(MediaType).IsSubsetOf(type))
        );
}
