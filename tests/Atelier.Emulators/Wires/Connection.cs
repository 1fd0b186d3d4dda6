using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Atelier.Emulators.Wires;

/// <summary>Ends a connection in the middle of an answer.</summary>
internal static class Connection
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Lets what was written arrive and then ends the connection. An abort alone would reset it, and the client's
    /// system then throws away what the client had not read yet.
    /// </summary>
    public static async Task EndAfterSentAsync(HttpContext context)
    {
        context.Features.Get<IConnectionSocketFeature>()!.Socket.Shutdown(SocketShutdown.Send);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (context.RequestAborted.UnsafeRegister(_ => gone.TrySetResult(), null))
        {
            // Not the emulated clock: this is about a real connection.
            await Task.WhenAny(gone.Task, Task.Delay(_patience, TimeProvider.System, context.RequestAborted));
        }

        context.Abort();
    }
}
