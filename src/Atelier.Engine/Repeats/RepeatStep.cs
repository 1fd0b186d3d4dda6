using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Blobs;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Data.Repeats;
using Atelier.Engine.Checking;
using Atelier.Engine.Sources;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Repeats;

/// <summary>Gives the pictures of another generation again: as copies, so that each can be deleted without the other.</summary>
internal sealed class RepeatStep(
    RepeatStore store,
    ImageStore images,
    IBlobStore blobs,
    SourceFiles sources,
    PictureGate gate,
    LeaseStore leases
)
{
    // How often it is looked whether the other has ended; nobody holds it meanwhile.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const string Gone = "generation_failed";

    /// <summary>The ending to write; null when the other runs still and this one went back to the queue, or the claim was lost.</summary>
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
            await leases.HandBackAsync(claim, Pause, cancellationToken);
            return null;
        }

        if (!await reach(Milestone.PostProcessing))
        {
            return null;
        }

        var errors = new Dictionary<int, string>(other?.Errors ?? new Dictionary<int, string>());
        var kept = new KeptPictures(errors);
        foreach (var (slot, id) in other?.Images ?? new Dictionary<int, Guid>())
        {
            if (await CopyAsync(job, id, cancellationToken) is { } copy)
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
                Paid = false,
            }
            : null;
    }

    private async Task<NewImage?> CopyAsync(Job job, Guid id, CancellationToken cancellationToken)
    {
        if (
            await images.FindAsync(id, cancellationToken) is not { } image
            || image.Marked != job.Watermark
            || (image.Provider, image.Model) != (job.Plan.First.Provider, job.Plan.First.Model)
            || !await images.NoteWantedAsync(image, cancellationToken)
        )
        {
            return null;
        }

        var verdict = await CheckAsync(job, image, cancellationToken);
        var clean = image.Marked ? await images.FindCleanAsync(id, cancellationToken) : null;
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
            return null;
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

        var (stream, _) = await sources.OpenAsync(image.Id, cancellationToken);
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return await gate.CheckAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
        }
    }
}
