using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Data.Attempts;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Planning;

/// <summary>Finds the images that a request is about, and that they are the caller's.</summary>
public sealed class SourceFinder(ImageStore images, GenerationStore generations, KeyUseStore keys)
{
    // Who "makes" what a caller brings.
    private const string Uploaded = "upload";

    /// <summary>What an adapter may know of them.</summary>
    /// <exception cref="AtelierException">An image is unknown, another account's, or gone; each is named.</exception>
    public async Task<PlannedSources> FindAsync(
        Guid accountId,
        ImageOperation operation,
        CancellationToken cancellationToken
    )
    {
        var (source, mask) = operation switch
        {
            Inpaint inpaint => (inpaint.Source, inpaint.Mask),
            Edit edit => (edit.Source, (Guid?)null),
            Stylise stylise => (stylise.Source, null),
            Upscale upscale => (upscale.Source, null),
            RemoveBackground cut => ((Guid?)cut.Source, (Guid?)null),
            _ => (null, null),
        };
        var errors = new List<FieldError>();
        var found = new PlannedSources(
            await FindAsync(accountId, "image", source, operation, errors, cancellationToken),
            await FindAsync(accountId, "mask", mask, null, errors, cancellationToken)
        );
        return errors.Count == 0 ? found : throw new AtelierException(errors);
    }

    /// <summary>What an adapter may know of all images that a request names, references too.</summary>
    /// <exception cref="AtelierException">An image is unknown, another account's, or gone; each is named.</exception>
    public async Task<PlannedSources> FindAsync(
        Guid accountId,
        ImageRequest request,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(accountId, request.Operation, cancellationToken);
        var errors = new List<FieldError>();
        var references = new List<SourceImage>();
        foreach (var id in request.References)
        {
            if (await FindAsync(accountId, "references", id, null, errors, cancellationToken) is { } reference)
            {
                references.Add(reference);
            }
        }

        return errors.Count == 0 ? found with { References = references } : throw new AtelierException(errors);
    }

    /// <param name="change">What is done to it; null for an image that is only looked at.</param>
    private async Task<SourceImage?> FindAsync(
        Guid accountId,
        string field,
        Guid? id,
        ImageOperation? change,
        List<FieldError> errors,
        CancellationToken cancellationToken
    )
    {
        if (id is not { } imageId)
        {
            return null;
        }

        var image = await images.FindAsync(imageId, cancellationToken);
        if (
            image is null
            || image.AccountId != accountId
            // Whoever is about to use it keeps it.
            || !await images.NoteWantedAsync(image, cancellationToken)
        )
        {
            errors.Add(new FieldError(field, $"{field} {imageId} is not one of your images, or is gone."));
            return null;
        }

        // Its provider changes a copy of its own, which has no mark: only what is painted anew shows nothing of that.
        var named = !image.StaysMarked || change is Variation;
        return new SourceImage(
            image.Id,
            image.Width,
            image.Height,
            image.Provider,
            named ? image.TaskId : null,
            named ? image.TaskPicture : null
        )
        {
            Marked = image.StaysMarked,
            SessionId = image.SessionId,
            SentWith =
                named && image.TaskId is { } task
                    ? await keys.OfTaskAsync(image.Provider, task, cancellationToken)
                    : null,
            Made = change is not null ? await MadeAsync(image, cancellationToken) : null,
        };
    }

    // Filters and tools pass on how their source came to be.
    private async Task<DigitalSourceType?> MadeAsync(ImageRow image, CancellationToken cancellationToken)
    {
        Guid? of = image.Provider == Uploaded ? null : image.GenerationId;
        if (
            of is not { } generation
            || await generations.FindAsync(generation, image.AccountId, cancellationToken) is not { } row
        )
        {
            return null;
        }

        var chain = PlanJson.Read<GenerationPlan>(row.PlanJson).Chain;
        return chain.FirstOrDefault(offer => offer.Provider == image.Provider && offer.Model == image.Model)?.Source
            ?? DigitalSourceType.TrainedAlgorithmicMedia;
    }
}
