using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Engine.Changes;
using Atelier.Engine.Events;
using Atelier.Engine.Repeats;
using Atelier.Engine.Steps;
using Atelier.Imaging.Watermarking;
using Atelier.Providers.Answers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Working;

/// <summary>A painter's turn, from its plan to its end in one claim: it costs nothing, so it can simply be done again.</summary>
internal sealed partial class PaintWork(
    JobLoader loader,
    PaintStep paint,
    RepeatStep repeat,
    AnswerReader reader,
    FinishStep finish,
    JobEnder ender,
    Milestones milestones,
    WorkStore work,
    ChangeHub hub,
    IOptions<WorkOptions> options,
    TimeProvider time,
    ILogger<PaintWork> logger
)
{
    public async Task RunAsync(Claim claim, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = new CancelWatch(claim.GenerationId, work, hub, time, logger);
        var watching = watch.RunAsync(stop);
        Ending? ending;
        try
        {
            ending = await RunAsync(claim, watch, stop, stopping);
        }
        catch (WatermarkException exception)
        {
            LogUnmarked(claim.GenerationId, exception);
            ending = await UnmarkedAsync(claim, stopping);
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }

        if (ending is not null)
        {
            await ender.EndAsync(claim, ending);
        }
    }

    private async Task<Ending?> RunAsync(
        Claim claim,
        CancelWatch watch,
        CancellationTokenSource stop,
        CancellationToken stopping
    )
    {
        try
        {
            return await RunAsync(claim, milestone => ReachAsync(claim, milestone, watch, stop.Token), stop.Token);
        }
        catch (OperationCanceledException) when (watch.Wished && !stopping.IsCancellationRequested)
        {
            return await CanceledAsync(claim, stopping);
        }
    }

    private async Task<Ending?> UnmarkedAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (await loader.LoadAsync(claim.GenerationId, cancellationToken) is not { } job)
        {
            return null;
        }

        var (answers, _) = await reader.ReadAllAsync(job, cancellationToken);
        return JobEnding.Unmarked(job.Count) with
        {
            Attempts = [.. answers.Select(pair => FinishStep.Succeeded(job, pair.Attempt, pair.Answer))],
        };
    }

    private async Task<Ending?> CanceledAsync(Claim claim, CancellationToken cancellationToken) =>
        await loader.LoadAsync(claim.GenerationId, cancellationToken) is { } job
            ? await CanceledAsync(job, cancellationToken)
            : null;

    // What was painted is given up; what was paid for before the painter's turn came is not.
    private async Task<Ending> CanceledAsync(Job job, CancellationToken cancellationToken)
    {
        var none = new Dictionary<int, string>();
        var (answers, _) = await reader.ReadAllAsync(job, cancellationToken);
        var kept = new KeptPictures(none);
        await KeepAsync(job, answers, kept, cancellationToken);
        return JobEnding.Of(job.Count, kept, canceled: true, options.Value.CancelCharges) with
        {
            Attempts = [.. answers.Select(pair => FinishStep.Succeeded(job, pair.Attempt, pair.Answer))],
        };
    }

    private async Task KeepAsync(
        Job job,
        IReadOnlyList<(AttemptRow Attempt, ProviderAnswer Answer)> answers,
        KeptPictures kept,
        CancellationToken cancellationToken
    )
    {
        foreach (var (attempt, answer) in answers)
        {
            await finish.KeepAsync(job, attempt, answer, kept, cancellationToken);
        }
    }

    private static Ending Failed(string message) =>
        Ending.Without(GenerationState.Failed, "generation_failed", message) with
        {
            Paid = true,
        };

    /// <summary>The ending to write; null when the claim was lost on the way.</summary>
    private async Task<Ending?> RunAsync(
        Claim claim,
        Func<Milestone, Task<bool>> reach,
        CancellationToken cancellationToken
    )
    {
        if (await loader.LoadAsync(claim.GenerationId, cancellationToken) is not { } job)
        {
            return null;
        }

        if (job.CancelRequested)
        {
            return await CanceledAsync(job, cancellationToken);
        }

        if (job.Calls.Count == 0)
        {
            return Failed("The words of the request were erased.");
        }

        if (job.Plan.Repeats is { } other)
        {
            return await repeat.RunAsync(claim, job, other, reach, cancellationToken);
        }

        var started = Milestone.Started with { Note = AnotherTry.Of(job, claim.Link) };
        if (!await reach(Milestone.PromptProcessed) || !await reach(started))
        {
            return null;
        }

        // Slots whose call was answered before the painter's turn came are finished here too; the others' errors stand.
        var (answers, _) = await reader.ReadAllAsync(job, cancellationToken);
        var errors = NextMove.ErrorsOf(job.Plan, job.Count, job.Attempts, options.Value.Grace);
        var kept = new KeptPictures(errors);
        if (!await paint.RunAsync(claim, job, kept, errors, reach, cancellationToken))
        {
            return null;
        }

        await KeepAsync(job, answers, kept, cancellationToken);
        return await reach(Milestone.Uploading)
            ? JobEnding.Of(job.Count, kept, canceled: false, charges: false) with
            {
                Paid = job.Plan.Paid,
                Attempts = [.. answers.Select(pair => FinishStep.Succeeded(job, pair.Attempt, pair.Answer))],
            }
            : null;
    }

    /// <summary>Notes a milestone; false when the claim was lost. A wish to cancel ends the work here at the latest.</summary>
    private async Task<bool> ReachAsync(
        Claim claim,
        Milestone milestone,
        CancelWatch watch,
        CancellationToken cancellationToken
    )
    {
        switch (await milestones.ReachAsync(claim, milestone, cancellationToken))
        {
            case null:
                return false;
            case true:
                // Wishes are granted up to post-processing and refused from there on, so this one was granted.
                watch.Obey(cancellationToken);
                return false;
            default:
                return true;
        }
    }

    [LoggerMessage(LogLevel.Error, "The pictures of generation {GenerationId} could not be marked, so none is given")]
    private partial void LogUnmarked(Guid generationId, Exception exception);
}
