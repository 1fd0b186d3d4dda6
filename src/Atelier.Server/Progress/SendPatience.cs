using Atelier.Engine.Events;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Progress;

/// <summary>How long a reader may take over a message: whoever takes none is cut off, or it would hold its place for ever.</summary>
internal sealed class SendPatience(IOptions<ProgressOptions> options, TimeProvider time)
{
    /// <summary>Sends one message.</summary>
    /// <param name="watch">Its end breaks off what is not taken at once; null lets the message come to its own end.</param>
    /// <exception cref="OperationCanceledException">It was not taken in time.</exception>
    public async Task SendAsync(
        Func<CancellationToken, Task> send,
        ProgressWatch? watch,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.SendSeconds), time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var sending = send(any.Token);
        if (watch is not null && await Task.WhenAny(sending, watch.Over) != sending)
        {
            await patience.CancelAsync();
        }

        await sending;
    }
}
