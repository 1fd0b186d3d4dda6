using System.Buffers;
using System.IO.Pipelines;
using Atelier.Core.Errors;
using Atelier.Engine.Callbacks;
using Atelier.Engine.Public;

namespace Atelier.Server.Callbacks;

/// <summary><c>POST /v1/callbacks/…</c>: where providers say that a task ended. The address itself is the credential, and what comes is a hint.</summary>
internal static class CallbackEndpoints
{
    // A task with all its addresses is a few kilobytes; one that shows the picture it was made from, half a megabyte. Less than
    // the wall's bound, at which the connection is cut while the provider still sends.
    private const int MostBytes = 768 * 1024;

    public static void MapCallbacks(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/callbacks/{provider}/{attempt:guid}/{token}", ReceiveAsync)
            .WithTags("Callbacks")
            .WithName("ReceiveCallback")
            .WithSummary("For providers: a task has ended. The address is unguessable and belongs to one call.")
            .Produces(204);

    private static async Task<IResult> ReceiveAsync(
        string provider,
        Guid attempt,
        string token,
        HttpRequest request,
        PublicAddresses addresses,
        CallbackReceiver receiver,
        CancellationToken cancellationToken
    )
    {
        // Before a byte of it is read: a stranger's has no room here.
        if (!addresses.IsCallback(provider, attempt, token))
        {
            throw NotFound();
        }

        var body = await ReadAsync(request.BodyReader, cancellationToken);
        return await receiver.ReceiveAsync(provider, attempt, token, body, HeadersOf(request), cancellationToken)
            ? TypedResults.NoContent()
            : throw NotFound();
    }

    private static AtelierException NotFound() => new(ErrorCode.NotFound, "There is nothing at this address.");

    private static Dictionary<string, string> HeadersOf(HttpRequest request) =>
        request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );

    private static async Task<byte[]> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MostBytes)
            {
                // What was read is given back: a server that finds a read still open cuts the connection after the answer.
                reader.AdvanceTo(read.Buffer.End);
                throw new AtelierException(ErrorCode.BodyTooLarge, $"A callback has at most {MostBytes} bytes.");
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
