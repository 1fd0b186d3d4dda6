using Atelier.Data.Generations;
using Atelier.Engine.Changes;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Engine.Working;

/// <summary>Stops the work on a generation when its caller wants it canceled.</summary>
internal sealed partial class CancelWatch(
    Guid generationId,
    WorkStore work,
    ChangeHub hub,
    TimeProvider time,
    ILogger logger
)
{
    // A notice may be lost; then this is how late a wish is heard.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>Whether the caller's wish ended the work, and not something else.</summary>
    public bool Wished { get; private set; }

    /// <summary>Watches until the work is over, however it ends.</summary>
    /// <param name="stop">Ends the work, and with it this.</param>
    public async Task RunAsync(CancellationTokenSource stop)
    {
        using var wish = hub.Subscribe(ChangeWord.Cancel(generationId));
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await wish.WaitAsync(Poll, time, stop.Token);
                // A notice is only a hint: everybody is woken when one may have been missed.
                if (await work.IsCancelRequestedAsync(generationId, stop.Token))
                {
                    Wished = true;
                    await stop.CancelAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // The work ended first.
            }
            catch (NpgsqlException exception)
            {
                LogUnheard(generationId, exception);
            }
        }
    }

    /// <summary>Notes a wish that was seen elsewhere, and ends the work.</summary>
    public void Obey(CancellationToken stopped)
    {
        Wished = true;
        throw new OperationCanceledException("The caller canceled.", stopped);
    }

    [LoggerMessage(LogLevel.Warning, "Whether generation {GenerationId} was canceled could not be asked; asking again")]
    private partial void LogUnheard(Guid generationId, Exception exception);
}
