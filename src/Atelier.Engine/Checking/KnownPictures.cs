using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Data.Accounts;
using Atelier.Data.Images;
using Atelier.Data.Known;
using Atelier.Engine.Changes;
using Atelier.Engine.Renditions;
using Atelier.Engine.Sources;
using Atelier.Imaging;
using Atelier.Imaging.Fingerprints;
using Atelier.Imaging.Reading;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Checking;

/// <summary>The operator's list of pictures that must not be delivered, filled from pictures of ours or from hashes.</summary>
public sealed class KnownPictures(
    KnownPictureStore store,
    ImageStore images,
    SourceFiles sources,
    ImageAccess access,
    PictureReader reader,
    ChangePublisher changes
)
{
    /// <summary>The hash of one of our pictures, in review or not; null when there is none, or it is gone, or it is all but plain.</summary>
    public async Task<long?> HashOfAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var pixels = await images.FindParkedAsync(imageId, cancellationToken) is { } parked
            ? await ReadParkedAsync(parked, cancellationToken)
            : await ReadShownAsync(imageId, cancellationToken);
        return pixels is null ? null : await Task.Run(() => PerceptualHash.Of(pixels), cancellationToken);
    }

    /// <summary>Puts a hash on the list.</summary>
    /// <returns>Its id; null when it is on the list already.</returns>
    public async Task<Guid?> AddAsync(long hash, string label, Actor actor, CancellationToken cancellationToken)
    {
        var id = await store.AddAsync(hash, label, actor, cancellationToken);
        if (id is not null)
        {
            changes.Publish(ChangeWord.KnownPictures);
        }

        return id;
    }

    /// <summary>Takes one off the list.</summary>
    /// <returns>False when there is none of this id.</returns>
    public async Task<bool> RemoveAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var removed = await store.RemoveAsync(id, actor, cancellationToken);
        if (removed)
        {
            changes.Publish(ChangeWord.KnownPictures);
        }

        return removed;
    }

    // Without the mark, for what comes again is checked before it is marked.
    private async Task<PixelBuffer?> ReadShownAsync(Guid imageId, CancellationToken cancellationToken)
    {
        try
        {
            return await sources.ReadAsync(imageId, SourceLook.Clean, cancellationToken);
        }
        catch (ProviderException exception) when (exception.Kind == FailureKind.BadRequest)
        {
            return null;
        }
    }

    // As the operator sees it: a mark in its corner turns over a bit or two.
    private async Task<PixelBuffer?> ReadParkedAsync(ImageRow image, CancellationToken cancellationToken)
    {
        try
        {
            var file = await access.OpenAsync(image, Rendition.Original, cancellationToken);
            await using (file.Stream)
            {
                using var bytes = new MemoryStream();
                await file.Stream.CopyToAsync(bytes, cancellationToken);
                return await reader.ReadAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
            }
        }
        catch (AtelierException exception) when (exception.Code == ErrorCode.Gone)
        {
            return null;
        }
    }
}
