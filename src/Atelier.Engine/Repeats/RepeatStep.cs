using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Blobs;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Data.Repeats;
using Atelier.Engine.Changes;
using Atelier.Engine.Checking;
using Atelier.Engine.Sources;
using Atelier.Engine.Steps;
using Atelier.Engine.Sweeping;

namespace Atelier.Engine.Repeats;

/// <summary>Gives the pictures of another generation again: as copies, so that each can be deleted without the other.</summary>
internal sealed class RepeatStep(
    RepeatStore store,
    RepeatWaker waker,
    StepStore steps,
    ImageStore images,
    IBlobStore blobs,
    FolderRemover folders,
    SourceFiles sources,
    PictureGate gate,
    ChangePublisher changes
)
{
    private const string Gone = "generation_failed";

    // The same words would be refused again.
    private const string Refused = "content_policy";

    /// <summary>
    /// The ending to write; null when this one waits for the other's end, goes on by itself, or lost its claim.
    /// </summary>
    /// <param name="reach">Notes a milestone; false when the claim was lost.</param>
    public async Task<Ending?> RunAsync(
        Claim claim,
        Job job,
        Guid of,
        Func<Milestone, Task<bool>> reach,
        CancellationToken cancellationToken
    )
    {
        var other = await store.LookAsync(of, job.AccountId, cancellationToken);
        if (other is not null && !GenerationStates.TryParse(other.State)!.Value.IsTerminal())
        {
            // Not given up on the way: a wish to cancel that comes after it finds it held, and ends it.
            if (await store.WaitAsync(claim, of, CancellationToken.None))
            {
                waker.Arm();
                return null;
            }

            // The claim was lost, or the caller wants no more; this tells, and obeys.
            await reach(Milestone.PromptProcessed);
            return null;
        }

        var found = await FindAsync(job, other?.Images ?? new Dictionary<int, Guid>(), cancellationToken);
        if (job.Plan.GoesAlone)
        {
            if (found.Count == 0 && other?.Errors.Values.Contains(Refused) != true)
            {
                return await GoAloneAsync(claim, job);
            }

            if (!await store.WaiveAsync(claim, job.Count, cancellationToken))
            {
                return null;
            }
        }

        if (!await reach(Milestone.PostProcessing))
        {
            return null;
        }

        var errors = new Dictionary<int, string>(other?.Errors ?? new Dictionary<int, string>());
        var kept = new KeptPictures(errors);
        foreach (var slot in other?.Images.Keys ?? [])
        {
            if (
                found.TryGetValue(slot, out var image)
                && await images.NoteWantedAsync(image, cancellationToken)
                && await CopyAsync(job, image, cancellationToken) is { } copy
            )
            {
                kept.Delivered[slot] = copy;
            }
            else
            {
                errors[slot] = Gone;
            }
        }

        // That of another wish to cancel is not this one's.
        foreach (var slot in errors.Where(error => error.Value == Reason.Canceled).Select(error => error.Key).ToList())
        {
            errors[slot] = Gone;
        }

        return await reach(Milestone.Uploading)
            ? JobEnding.Of(job.Count, kept, canceled: false, charges: false) with
            {
                // What it held of the budget is given back, also where an earlier try of it broke after it was waived.
                Paid = job.Plan.Paid,
            }
            : null;
    }

    /// <summary>From here on it is a generation like any other, with what was reserved when it was accepted.</summary>
    private async Task<Ending?> GoAloneAsync(Claim claim, Job job)
    {
        var next = (job.Plan with { Repeats = null }).CallFor(0, Enumerable.Range(0, job.Count));
        switch (await steps.WriteAsync(claim, new Step([], next) { Alone = true }, CancellationToken.None))
        {
            case StepOutcome.Written:
                changes.Publish(ChangeWord.Lane(next.Lane));
                return null;
            case StepOutcome.NoRoom:
                return JobEnding.WithoutPictures(
                    job.Count,
                    Enumerable.Range(0, job.Count).ToDictionary(slot => slot, _ => "budget_exceeded")
                );
            default:
                return null;
        }
    }

    /// <summary>Those that can be given again, by slot.</summary>
    private async Task<Dictionary<int, ImageRow>> FindAsync(
        Job job,
        IReadOnlyDictionary<int, Guid> wanted,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<int, ImageRow>();
        foreach (var (slot, id) in wanted)
        {
            if (
                await images.FindAsync(id, cancellationToken) is { Deleted: false, Reduced: false } image
                && image.Marked == job.Watermark
                && (image.Provider, image.Model) == (job.Plan.First.Provider, job.Plan.First.Model)
            )
            {
                found[slot] = image;
            }
        }

        return found;
    }

    private async Task<NewImage?> CopyAsync(Job job, ImageRow image, CancellationToken cancellationToken)
    {
        var verdict = await CheckAsync(job, image, cancellationToken);
        var clean = image.Marked ? await images.FindCleanAsync(image.Id, cancellationToken) : null;
        var copy = new NewImage(
            Guid.CreateVersion7(),
            image.Provider,
            image.Model,
            image.Seed,
            image.Width,
            image.Height,
            image.Format,
            image.Files
        )
        {
            TaskId = image.TaskId,
            TaskPicture = image.TaskPicture,
            Clean = clean,
            Checks = verdict.ToWords(),
            Concerns = verdict.ConcernWords,
            ThumbHash = image.ThumbHash,
        };
        var folder = BlobKeys.FolderOfImage(job.GenerationId, copy.Id);
        try
        {
            foreach (
                var name in image.Files.Values.Append(clean).OfType<ImageFile>().Select(file => file.Name).Distinct()
            )
            {
                await blobs.CopyAsync(BlobKeys.In(image.Folder, name), BlobKeys.In(folder, name), cancellationToken);
            }
        }
        catch (FileNotFoundException)
        {
            // Deleted in this very moment.
            await folders.LeaveAsync(folder);
            return null;
        }
        catch (IOException)
        {
            // The next try makes other files.
            await folders.LeaveAsync(folder);
            throw;
        }

        return copy;
    }

    // As a new one: what is checked today may be more than on the day on which it was made.
    private async Task<PictureVerdict> CheckAsync(Job job, ImageRow image, CancellationToken cancellationToken)
    {
        if (image.Provider == Router.Local)
        {
            return await gate.CheckPaintedAsync(SourceOf.Operation(job.Request.Operation), cancellationToken);
        }

        var (stream, _) = await sources.OpenAsync(image.Id, SourceLook.Clean, cancellationToken);
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return await gate.CheckAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
        }
    }
}
