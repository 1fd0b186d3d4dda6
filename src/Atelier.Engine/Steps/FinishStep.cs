using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Engine.Checking;
using Atelier.Engine.Finishing;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Watermarking;
using Atelier.Providers.Answers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Steps;

/// <summary>Makes the files of all pictures that came, and says how the generation ends.</summary>
internal sealed partial class FinishStep(
    PictureKeeper keeper,
    PictureGate gate,
    JobEnder ender,
    IWaypoints waypoints,
    IOptions<WorkOptions> options,
    ILogger<FinishStep> logger
)
{
    /// <param name="answers">What the attempts brought.</param>
    /// <param name="errors">Error codes of slots without hope.</param>
    /// <param name="reach">Notes a milestone and says whether the caller canceled; null when the claim was lost.</param>
    /// <param name="written">Called once the end is written; not when the claim was lost.</param>
    public async Task RunAsync(
        Claim claim,
        Job job,
        IReadOnlyList<(AttemptRow Attempt, ProviderAnswer Answer)> answers,
        IReadOnlyDictionary<int, string> errors,
        Func<Milestone, Task<bool?>> reach,
        Action written,
        CancellationToken cancellationToken
    )
    {
        if (answers.Count == 0)
        {
            await ender.EndAsync(claim, JobEnding.WithoutPictures(job.Count, errors), written);
            return;
        }

        // From post-processing on nothing can be canceled, so what is known here holds.
        if (await reach(Milestone.Generated) is null || await reach(Milestone.PostProcessing) is not { } canceled)
        {
            return;
        }

        await waypoints.ReachAsync(Waypoint.Finishing, claim.GenerationId, cancellationToken);
        var changes = answers.Select(pair => Succeeded(job, pair.Attempt, pair.Answer)).ToList();
        var kept = new KeptPictures(errors);
        try
        {
            foreach (var (attempt, answer) in answers)
            {
                await KeepAsync(job, attempt, answer, kept, cancellationToken);
            }
        }
        catch (IOException)
        {
            // They are paid for, so they wait for their place, and say so meanwhile (requirement C-64).
            await reach(Milestone.Uploading);
            throw;
        }
        catch (WatermarkException exception)
        {
            // What was bought is paid by the operator, not by the caller.
            LogUnmarked(claim.GenerationId, exception);
            await ender.EndAsync(claim, JobEnding.Unmarked(job.Count) with { Attempts = changes }, written);
            return;
        }

        if (await reach(Milestone.Uploading) is null)
        {
            return;
        }

        await waypoints.ReachAsync(Waypoint.Stored, claim.GenerationId, cancellationToken);
        var ending = JobEnding.Of(job.Count, kept, canceled, options.Value.CancelCharges) with { Attempts = changes };
        await ender.EndAsync(claim, ending, written);
    }

    internal static AttemptChange Succeeded(Job job, AttemptRow attempt, ProviderAnswer answer) =>
        new(
            attempt.Id,
            AttemptState.Succeeded,
            Booking: answer.CostNanos is { } cost
                ? new Booking.Cost(cost, answer.Estimated)
                : new Booking.Cost(job.Plan.Chain[attempt.Link].ExpectedOf(attempt.Slots.Count), Estimated: true)
        );

    /// <summary>One picture; null when the bytes are none.</summary>
    public async Task<NewImage?> KeepAsync(
        Job job,
        AttemptRow attempt,
        EncodedPicture picture,
        int number,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // Before it is marked or stored anywhere.
            var verdict = await gate.CheckAsync(picture.Bytes, cancellationToken);
            var image = await keeper.KeepAsync(job.KeepOrder(attempt.Link), picture, cancellationToken);
            return image with
            {
                TaskId = attempt.TaskId,
                TaskPicture = attempt.TaskId is null ? null : picture.Number ?? number,
                Checks = verdict.ToWords(),
                Concerns = verdict.ConcernWords,
            };
        }
        catch (UnreadablePictureException exception)
        {
            LogUnreadable(attempt.Lane, attempt.Id, number, exception.Reason);
            return null;
        }
    }

    // The attempt's slots take its pictures in their order; what is left over, or comes a second time, can be chosen later.
    public async Task KeepAsync(
        Job job,
        AttemptRow attempt,
        ProviderAnswer answer,
        KeptPictures kept,
        CancellationToken cancellationToken
    )
    {
        var free = new Queue<int>(attempt.Slots.Where(slot => !kept.Delivered.ContainsKey(slot)).Order());
        for (var number = 0; number < answer.Pictures.Count; number++)
        {
            var image = await KeepAsync(job, attempt, answer.Pictures[number], number, cancellationToken);
            if (image is null)
            {
                continue;
            }

            if (free.TryDequeue(out var slot))
            {
                kept.Delivered[slot] = image;
            }
            else
            {
                kept.Candidates.Add(image);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The pictures of generation {GenerationId} could not be marked, so none is given")]
    private partial void LogUnmarked(Guid generationId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Picture {Number} of {Provider}'s answer to attempt {AttemptId} is none: {Reason}")]
    private partial void LogUnreadable(string provider, Guid attemptId, int number, UnreadablePictureReason reason);
}
