using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Engine.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>Runs one claim from its plan to its end. Whatever happens, the generation ends or goes back to the queue.</summary>
public sealed partial class GenerationRunner(
    WorkStore work,
    EndStore ends,
    LeaseStore leases,
    SlotWork slots,
    RunningClaims running,
    ChangeHub hub,
    ChangePublisher changes,
    EngineMetrics metrics,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<GenerationRunner> logger
)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    /// <summary>Never throws: failures are written to the generation or the log.</summary>
    /// <param name="stopping">The node must give the work back now.</param>
    public async Task RunAsync(Claim claim, CancellationToken stopping)
    {
        running.Add(claim);
        // The worker must live on, whatever one generation brings.
#pragma warning disable CA1031
        try
        {
            if (claim.Failures >= options.Value.MostFailures)
            {
                // Here and not at the failure: a picture that kills the process never gets that far.
                await EndAsync(claim, Broken());
            }
            else
            {
                await RunUntilCanceledAsync(claim, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogHandedBack(claim.GenerationId);
            await TryAsync(claim, () => leases.HandBackAsync(claim, CancellationToken.None));
        }
        catch (Exception exception)
        {
            LogFailed(claim.GenerationId, claim.Epoch, exception);
            await TryAsync(claim, () => leases.HandBackFailedAsync(claim, Delay(claim), CancellationToken.None));
        }
#pragma warning restore CA1031
        finally
        {
            running.Remove(claim);
        }
    }

    private static Ending Canceled() => Ending.Without(GenerationState.Canceled, "canceled", "Canceled by the caller.");

    private static Ending Broken() =>
        Ending.Without(GenerationState.Failed, "generation_failed", "The picture could not be made; the log says why.");

    private static TimeSpan Delay(Claim claim)
    {
        var delay = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(claim.Failures, 10)));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private async Task RunUntilCanceledAsync(Claim claim, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = new CancelWatch(claim.GenerationId, work, hub, time, logger);
        var watching = watch.RunAsync(stop);
        Ending? ending;
        try
        {
            ending = await slots.RunAsync(
                claim,
                milestone => ReachAsync(claim, milestone, watch, stop.Token),
                stop.Token
            );
        }
        catch (OperationCanceledException) when (watch.Wished && !stopping.IsCancellationRequested)
        {
            ending = Canceled();
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }

        if (ending is not null)
        {
            await EndAsync(claim, ending);
        }
    }

    /// <summary>Notes a milestone; false when the claim was lost. A wish to cancel ends the work here at the latest.</summary>
    private async Task<bool> ReachAsync(
        Claim claim,
        Milestone milestone,
        CancelWatch watch,
        CancellationToken cancellationToken
    )
    {
        var canceled = await work.ReachAsync(claim, milestone, cancellationToken);
        if (canceled is null)
        {
            LogLost(claim.GenerationId, claim.Epoch);
            return false;
        }

        changes.Publish(ChangeWord.Generation(claim.GenerationId));
        if (canceled.Value)
        {
            // Wishes are granted up to post-processing and refused from there on, so this one was granted.
            watch.Obey(cancellationToken);
        }

        return true;
    }

    private async Task EndAsync(Claim claim, Ending ending)
    {
        if (await ends.EndAsync(claim, ending, CancellationToken.None) is not { } ended)
        {
            LogLost(claim.GenerationId, claim.Epoch);
            return;
        }

        LogEnded(claim.GenerationId, ending.State, ending.Delivered.Count);
        metrics.Ended(ending.State.ToWire());
        changes.Publish(ChangeWord.Generation(claim.GenerationId));
        if (ended.PromotedLane is { } lane)
        {
            changes.Publish(ChangeWord.Lane(lane));
        }

        foreach (var image in ending.Delivered.Values)
        {
            metrics.Delivered(image.Model);
        }
    }

    // Without a database nothing can be handed back; then the lease ends, and another claim begins.
    private async Task TryAsync(Claim claim, Func<Task> handBack)
    {
#pragma warning disable CA1031
        try
        {
            await handBack();
        }
        catch (Exception exception)
        {
            LogFailed(claim.GenerationId, claim.Epoch, exception);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} ended {State} with {Pictures} pictures")]
    private partial void LogEnded(Guid generationId, GenerationState state, int pictures);

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} goes back to the queue, since this node stops")]
    private partial void LogHandedBack(Guid generationId);

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} was taken over by another node after epoch {Epoch}")]
    private partial void LogLost(Guid generationId, int epoch);

    [LoggerMessage(LogLevel.Error, "Generation {GenerationId} failed in epoch {Epoch}")]
    private partial void LogFailed(Guid generationId, int epoch, Exception exception);
}
