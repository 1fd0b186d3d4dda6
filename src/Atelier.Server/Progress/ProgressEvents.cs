using System.Globalization;
using System.Text;
using Atelier.Engine.Events;
using Atelier.Engine.Previews;

namespace Atelier.Server.Progress;

/// <summary>Writes a stream as server-sent events.</summary>
internal sealed class ProgressEvents(SendPatience patience)
{
    private static readonly byte[] Comment = ":\n\n"u8.ToArray();
    private static readonly byte[] Data = "data: "u8.ToArray();
    private static readonly byte[] End = "\n\n"u8.ToArray();

    /// <param name="addressOf">Signs the address of a preview.</param>
    /// <param name="one">Whether a single generation is watched: its end is that of the stream.</param>
    public async Task RunAsync(
        HttpResponse response,
        ProgressWatch watch,
        IAsyncEnumerable<ProgressFrame> frames,
        Func<ShownPreview, string> addressOf,
        bool one,
        CancellationToken cancellationToken
    )
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // Proxies such as nginx would otherwise gather events before they pass them on.
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await patience.SendAsync(response.Body.FlushAsync, watch, cancellationToken);
            await foreach (var frame in frames.WithCancellation(cancellationToken))
            {
                await patience.SendAsync(
                    token => WriteAsync(response.Body, frame, addressOf, token),
                    watch,
                    cancellationToken
                );
                if (one && ProgressMessages.IsEnd(frame))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What it did not take lies in the way of an orderly end.
            response.HttpContext.Abort();
        }
    }

    private static async Task WriteAsync(
        Stream body,
        ProgressFrame frame,
        Func<ShownPreview, string> addressOf,
        CancellationToken cancellationToken
    )
    {
        if (frame.Quiet)
        {
            await body.WriteAsync(Comment, cancellationToken);
            await body.FlushAsync(cancellationToken);
            return;
        }

        // A tick is nothing to go on behind.
        var id = frame.News?.Tick == true ? "" : string.Create(CultureInfo.InvariantCulture, $"id: {frame.Seq}\n");
        using var buffer = new MemoryStream();
        buffer.Write(Encoding.ASCII.GetBytes(id));
        buffer.Write(Data);
        buffer.Write(ProgressMessages.Of(frame, addressOf));
        buffer.Write(End);
        await body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
        await body.FlushAsync(cancellationToken);
    }
}
