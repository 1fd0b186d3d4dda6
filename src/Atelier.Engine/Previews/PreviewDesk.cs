using Atelier.Data.Attempts;
using Atelier.Data.Previews;
using Atelier.Engine.Changes;
using Atelier.Engine.Checking;
using Atelier.Engine.Events;
using Atelier.Engine.Finishing;
using Atelier.Engine.Steps;
using Atelier.Imaging.Previews;
using Atelier.Imaging.Reading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Previews;

/// <summary>
/// Makes previews of what providers show of pictures that are not finished (requirement C-68): decoded as every picture from
/// outside, checked, small, marked as the finished one is. What goes wrong with one is no more than one preview less.
/// </summary>
internal sealed partial class PreviewDesk(
    PictureReader reader,
    PictureGate gate,
    PreviewMaker maker,
    PictureKeeper keeper,
    PreviewStore store,
    ChangePublisher changes,
    Ticker ticker,
    IOptions<PreviewOptions> options,
    TimeProvider time,
    ILogger<PreviewDesk> logger
)
{
    // A JPEG or PNG of what is being made; more than any model makes.
    private const int MostBytes = 32 * 1024 * 1024;

    private int _underWay;
    private volatile bool _shows = true;

    public long Now => time.GetTimestamp();

    private TimeSpan Every => TimeSpan.FromSeconds(options.Value.EverySeconds);

    /// <summary>Whether pictures may be shown before they are finished, as was found out last.</summary>
    public bool Shows => _shows;

    /// <summary>Hears what one call shows; null where previews are switched off. Dispose it when the call has ended.</summary>
    public PreviewRun? Begin(Job job, AttemptRow attempt)
    {
        if (!options.Value.Enabled)
        {
            return null;
        }

        // For the next one: this call waits for nobody.
        _ = Task.Run(() => LookAsync(job.GenerationId));
        return new PreviewRun(this, job, attempt);
    }

    /// <summary>Whether it is time for another one.</summary>
    public bool IsDue(long lastAt) => time.GetElapsedTime(lastAt) >= Every;

    /// <summary>Tells how far the call is. Of several calls of a generation one alone says too much.</summary>
    public void Tell(PreviewRun run, int percent)
    {
        if (run.Attempt.Slots.Count == run.Job.Count)
        {
            ticker.Tell(run.Job, Math.Clamp(percent, 0, 100));
        }
    }

    /// <summary>Shows one, if it may be shown. Never throws.</summary>
    public async Task ShowAsync(PreviewRun run, ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        var place = Interlocked.Increment(ref _underWay);
#pragma warning disable CA1031 // A preview must not cost the picture, whatever comes of it.
        try
        {
            if (place <= options.Value.AtOnce && picture.Length is > 0 and <= MostBytes)
            {
                await MakeAsync(run, picture, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            LogPassedOver(run.Job.GenerationId, exception.GetType().Name);
        }
#pragma warning restore CA1031
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task LookAsync(Guid generationId)
    {
#pragma warning disable CA1031 // Likewise: what cannot be found out now is found out with the next one.
        try
        {
            _shows = await gate.ShowsUnfinishedAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogPassedOver(generationId, exception.GetType().Name);
        }
#pragma warning restore CA1031
    }

    private async Task MakeAsync(PreviewRun run, ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        _shows = await gate.ShowsUnfinishedAsync(cancellationToken);
        if (!_shows)
        {
            return;
        }

        var pixels = await reader.ReadAsync(picture, Patience.Refuses, cancellationToken);
        if (!await gate.PassesUnfinishedAsync(pixels, cancellationToken))
        {
            run.Stop();
            // The one before is taken for another look of the same.
            await store.RemoveAsync(run.Job.GenerationId, CancellationToken.None);
            return;
        }

        var order = run.Job.KeepOrder(run.Attempt.Link);
        if (order is { Watermark: true, Inpaint: not null, Size: not null })
        {
            // It is fitted into its source first and then into its size: where its mark will lie is not known here.
            return;
        }

        var finish = keeper.FinishOrderOf(order);
        if (await Task.Run(() => maker.Make(pixels, finish), cancellationToken) is not { } bytes)
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (await store.KeepAsync(order.GenerationId, bytes, Every, cancellationToken) is { } kept)
        {
            changes.Publish(ChangeWord.Preview(new ShownPreview(order.GenerationId, kept.Number, kept.UrlEpoch)));
        }
    }

    // What the bytes were is their sender's affair, and they may come every second.
    [LoggerMessage(LogLevel.Debug, "A preview of generation {GenerationId} is passed over: {Why}")]
    private partial void LogPassedOver(Guid generationId, string why);
}
