using System.Net.WebSockets;
using Atelier.Engine.Events;
using Atelier.Engine.Previews;

namespace Atelier.Server.Progress;

/// <summary>Writes a stream into a WebSocket. What comes back is passed over.</summary>
internal sealed class ProgressSocket(SendPatience patience, TimeProvider time)
{
    // Nobody has anything to say to us.
    private const int MostReceived = 1024;

    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    public async Task RunAsync(
        WebSocket socket,
        ProgressWatch watch,
        IAsyncEnumerable<ProgressFrame> frames,
        Func<ShownPreview, string> addressOf,
        CancellationToken cancellationToken
    )
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var receiving = ReceiveAsync(socket, watch, over.Token);
        var (status, reason) = (WebSocketCloseStatus.InternalServerError, "try_again");
        try
        {
            await SendAllAsync(socket, frames, addressOf, over.Token);
            (status, reason) = WordOf(watch.Ended);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Nobody is there any more, or nobody reads.
            socket.Abort();
        }
        finally
        {
            await CloseAsync(socket, status, reason);
            over.CancelAfter(ClosePatience);
            await receiving;
            socket.Abort();
        }
    }

    private static (WebSocketCloseStatus Status, string Reason) WordOf(WatchEnd end) =>
        end switch
        {
            // Not 1013, which .NET's own client takes for a broken frame.
            WatchEnd.Slow => (WebSocketCloseStatus.PolicyViolation, "too_slow"),
            WatchEnd.Revoked => (WebSocketCloseStatus.PolicyViolation, "revoked"),
            WatchEnd.Stopping => (WebSocketCloseStatus.EndpointUnavailable, "stopping"),
            WatchEnd.TooMuch => (WebSocketCloseStatus.MessageTooBig, "too_much"),
            _ => (WebSocketCloseStatus.NormalClosure, "bye"),
        };

    private async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status, string reason)
    {
        using var closing = new CancellationTokenSource(ClosePatience, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, closing.Token);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // It does not want to hear it.
        }
    }

    private async Task SendAllAsync(
        WebSocket socket,
        IAsyncEnumerable<ProgressFrame> frames,
        Func<ShownPreview, string> addressOf,
        CancellationToken cancellationToken
    )
    {
        await foreach (var frame in frames.WithCancellation(cancellationToken))
        {
            // Pings say that we are there.
            if (frame.Quiet)
            {
                continue;
            }

            var message = new ArraySegment<byte>(ProgressMessages.Of(frame, addressOf));
            await patience.SendAsync(
                token => socket.SendAsync(message, WebSocketMessageType.Text, true, token),
                // A message cut in two would take the word of the close with it.
                watch: null,
                cancellationToken
            );
        }
    }

    /// <summary>Reads to the end, so that a close is seen; nothing of it counts.</summary>
    private static async Task ReceiveAsync(WebSocket socket, ProgressWatch watch, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostReceived];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                length = Math.Min(length + part.Count, MostReceived + 1);
                if (length > MostReceived)
                {
                    // Read on all the same: who is cut off while it speaks does not hear why.
                    watch.End(WatchEnd.TooMuch);
                }

                length = part.EndOfMessage ? 0 : length;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // Gone without a word.
        }

        watch.End(WatchEnd.Gone);
    }
}
