using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Engine.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

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
    /// <summary>Never throws: failures are written to the generation or the log.</summary>
    /// <param name="stopping">The node must give the work back now.</param>
    public async Task RunAsync(Claim claim, CancellationToken stopping)
    {
        running.Add(claim);
        try
        {
            await RunUntilCanceledAsync(claim, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogHandedBack(claim.GenerationId);
            await HandBackAsync(claim, TimeSpan.Zero);
        }
        // The worker must live on, whatever one generation brings.
#pragma warning disable CA1031
        catch (Exception exception)
        {
            await RetryOrFailAsync(claim, exception);
        }
#pragma warning restore CA1031
        finally
        {
            running.Remove(claim);
        }
    }

    private async Task RunUntilCanceledAsync(Claim claim, CancellationToken stopping)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var wish = hub.Subscribe(ChangeWord.Cancel(claim.GenerationId));
        var watch = WatchAsync(claim.GenerationId, wish, cancel);
        Ending? ending;
        try
        {
            ending = await slots.RunAsync(claim, milestone => ReachAsync(claim, milestone, cancel.Token), cancel.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            ending = Ending.Without(GenerationState.Canceled, "canceled", "Canceled by the caller.");
        }

        await cancel.CancelAsync();
        await watch;
        if (ending is not null && await ends.EndAsync(claim, ending, CancellationToken.None))
        {
            Report(claim, ending);
        }
    }

    private async Task WatchAsync(Guid generationId, ChangeSubscription wish, CancellationTokenSource cancel)
    {
        try
        {
            // A notice is only a hint: everybody is woken when one may have been missed.
            do
            {
                await wish.WaitAsync(Timeout.InfiniteTimeSpan, time, cancel.Token);
            } while (!await work.IsCancelRequestedAsync(generationId, cancel.Token));

            await cancel.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The work ended first.
        }
        catch (NpgsqlException exception)
        {
            // The next milestone asks again.
            LogUnheard(generationId, exception);
        }
    }

    /// <summary>Notes a milestone; false when the claim was lost. A wish to cancel ends the work here at the latest.</summary>
    private async Task<bool> ReachAsync(Claim claim, Milestone milestone, CancellationToken cancellationToken)
    {
        var cancel = await work.ReachAsync(claim, milestone, cancellationToken);
        if (cancel is null)
        {
            LogLost(claim.GenerationId, claim.Epoch);
            return false;
        }

        changes.Publish(ChangeWord.Generation(claim.GenerationId));
        return cancel is false || milestone.State >= GenerationState.PostProcessing
            ? true
            : throw new OperationCanceledException("The caller canceled.");
    }

    private async Task RetryOrFailAsync(Claim claim, Exception exception)
    {
        LogFailed(claim.GenerationId, claim.Epoch, exception);
        try
        {
            if (claim.Epoch < options.Value.MostClaims)
            {
                await HandBackAsync(claim, TimeSpan.FromSeconds(Math.Pow(2, claim.Epoch)));
                return;
            }

            var ending = Ending.Without(
                GenerationState.Failed,
                "generation_failed",
                "The picture could not be made; the log says why."
            );
            if (await ends.EndAsync(claim, ending, CancellationToken.None))
            {
                Report(claim, ending);
            }
        }
        // Without a database nothing can be written; the lease ends and another claim begins.
        catch (NpgsqlException inner)
        {
            LogFailed(claim.GenerationId, claim.Epoch, inner);
        }
    }

    private async Task HandBackAsync(Claim claim, TimeSpan delay) =>
        await leases.HandBackAsync(claim, delay, CancellationToken.None);

    private void Report(Claim claim, Ending ending)
    {
        LogEnded(claim.GenerationId, ending.State, ending.Delivered.Count);
        metrics.Ended(ending.State.ToWire());
        changes.Publish(ChangeWord.Generation(claim.GenerationId));
        foreach (var image in ending.Delivered.Values)
        {
            metrics.Delivered(image.Model);
        }
    }

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} ended {State} with {Pictures} pictures")]
    private partial void LogEnded(Guid generationId, GenerationState state, int pictures);

    [LoggerMessage(LogLevel.Information, "Generation {GenerationId} goes back to the queue, since this node stops")]
    private partial void LogHandedBack(Guid generationId);

    [LoggerMessage(LogLevel.Warning, "Generation {GenerationId} was taken over by another node after epoch {Epoch}")]
    private partial void LogLost(Guid generationId, int epoch);

    [LoggerMessage(LogLevel.Error, "Generation {GenerationId} failed in epoch {Epoch}")]
    private partial void LogFailed(Guid generationId, int epoch, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Whether generation {GenerationId} was canceled could not be asked")]
    private partial void LogUnheard(Guid generationId, Exception exception);
}
