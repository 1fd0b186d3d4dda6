using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Queue;
using Atelier.Engine.Checking;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Finishing;
using Atelier.Engine.Sources;
using Atelier.Providers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Steps;

/// <summary>Paints the slots whose turn is a painter's, one after the other, so that only one picture lies in memory at a time.</summary>
internal sealed partial class PaintStep(
    ProviderRegistry providers,
    PictureKeeper keeper,
    SourceFiles sources,
    PictureGate gate,
    EngineMetrics metrics,
    TimeProvider time,
    ILogger<PaintStep> logger
)
{
    /// <summary>Fills <paramref name="kept"/>; false when the claim was lost on the way.</summary>
    /// <param name="errors">Gets a code for each slot that was not painted.</param>
    /// <param name="reach">Notes a milestone; false when the claim was lost.</param>
    public async Task<bool> RunAsync(
        Claim claim,
        Job job,
        KeptPictures kept,
        Dictionary<int, string> errors,
        Func<Milestone, Task<bool>> reach,
        CancellationToken cancellationToken
    )
    {
        var call = job.Calls[claim.Link];
        var painter =
            providers.Find(call.Provider) as IPainter
            ?? throw new InvalidOperationException($"Provider {call.Provider} is not switched on at this node.");
        var scales = job.Request.Operation is Upscale;
        if (scales && !await reach(Milestone.Upscaling))
        {
            return false;
        }

        var wanted = claim.Slots.Count > 0 ? claim.Slots : [.. Enumerable.Range(0, job.Count)];
        var given = sources.For(job.Watermark);
        foreach (var slot in wanted)
        {
            var (picture, failure) = await PaintAsync(painter, call, slot, given, cancellationToken);
            var last = slot == wanted[^1];
            if (last && !((scales || await reach(Milestone.Generated)) && await reach(Milestone.PostProcessing)))
            {
                return false;
            }

            if (picture is not null)
            {
                var verdict = await gate.CheckPaintedAsync(
                    SourceOf.Operation(job.Request.Operation),
                    cancellationToken
                );
                var image = await keeper.KeepAsync(job.KeepOrder(claim.Link), picture, cancellationToken);
                kept.Delivered[slot] = image with { Checks = verdict.ToWords(), Concerns = verdict.ConcernWords };
            }
            else
            {
                // To try again helps against what failed on the way, and not where the source is gone or broken.
                errors[slot] =
                    SlotJudge.FinalError(failure) ?? (job.Plan.Paid ? job.Plan.WhenAllFail : "generation_failed");
            }
        }

        return true;
    }

    private async Task<(PaintedPicture? Picture, FailureKind? Failure)> PaintAsync(
        IPainter painter,
        CompiledCall call,
        int slot,
        ISourceFiles given,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        try
        {
            // What a painter gives beyond what was asked is not for this slot.
            var pictures = await painter.PaintAsync(call, [slot], given, cancellationToken);
            return (pictures.FirstOrDefault(picture => picture.Slot == slot), null);
        }
        catch (ProviderException exception)
        {
            LogFailed(painter.Id, exception);
            return (null, exception.Kind);
        }
        finally
        {
            metrics.Called(painter.Id, time.GetElapsedTime(started));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Painter {Provider} failed")]
    private partial void LogFailed(string provider, Exception exception);
}
