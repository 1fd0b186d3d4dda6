using Atelier.Core.Images;
using Atelier.Data.Accounts;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Data.Known;
using Atelier.Imaging.Fingerprints;
using Atelier.Imaging.Reading;

namespace Atelier.Engine.Checking;

/// <summary>The operator's list of pictures that must not be delivered, filled from pictures of ours or from hashes.</summary>
public sealed class KnownPictures(KnownPictureStore store, ImageStore images, IBlobStore blobs, PictureReader reader)
{
    /// <summary>The hash of one of our pictures, in review or not; null when there is none, or it is gone, or it is all but plain.</summary>
    public async Task<long?> HashOfAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var image =
            await images.FindAsync(imageId, cancellationToken)
            ?? await images.FindParkedAsync(imageId, cancellationToken);
        if (image is not { Deleted: false } || !image.Files.TryGetValue(Rendition.Original.WireName(), out var file))
        {
            return null;
        }

        // Without the mark, for what comes again is checked before it is marked.
        file = await images.FindCleanAsync(imageId, cancellationToken) ?? file;
        var key = BlobKeys.OfImage(image.GenerationId, image.Id, file.Name);
        if (await blobs.OpenAsync(key, cancellationToken) is not { } stream)
        {
            return null;
        }

        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            var pixels = await reader.ReadAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
            return await Task.Run(() => PerceptualHash.Of(pixels), cancellationToken);
        }
    }

    /// <summary>Puts a hash on the list.</summary>
    /// <returns>Its id; null when it is on the list already.</returns>
    public Task<Guid?> AddAsync(long hash, string label, Actor actor, CancellationToken cancellationToken) =>
        store.AddAsync(hash, label, actor, cancellationToken);
}
