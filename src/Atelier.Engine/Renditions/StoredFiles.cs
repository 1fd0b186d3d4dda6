using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;

namespace Atelier.Engine.Renditions;

/// <summary>Reads the files of images that may be shown, and adds to them. What a file is not listed for, it cannot reach.</summary>
internal sealed class StoredFiles(IBlobStore blobs, ImageStore images)
{
    /// <summary>A file of the image; null when it has none of this name, or it was deleted.</summary>
    /// <exception cref="InvalidDataException">It has not the length it was stored with.</exception>
    public async Task<ServedPicture?> OpenAsync(ImageRow image, string name, CancellationToken cancellationToken) =>
        await OpenOnceAsync(image, name, cancellationToken)
        ?? (
            await images.FindMovedAsync(image, cancellationToken) is { } moved
                ? await OpenOnceAsync(moved, name, cancellationToken)
                : null
        );

    /// <summary>Notes that somebody wants the image; false when its files in full size are gone.</summary>
    public Task<bool> NoteWantedAsync(ImageRow image, CancellationToken cancellationToken) =>
        images.NoteWantedAsync(image, cancellationToken);

    private async Task<ServedPicture?> OpenOnceAsync(ImageRow image, string name, CancellationToken cancellationToken)
    {
        if (
            image.Deleted
            || (image.Reduced && !ReducedImage.Stays(name))
            || !image.Files.TryGetValue(name, out var file)
        )
        {
            return null;
        }

        var format = FileTypes.Of(file.MediaType);
        var key = BlobKeys.In(image.Folder, file.Name);
        if (await blobs.OpenAsync(key, cancellationToken) is not { } stream)
        {
            return null;
        }

        if (stream.Length == file.Bytes)
        {
            return new ServedPicture(stream, format, file.Sha256)
            {
                Fixed = true,
                Presign = (life, fileName) => blobs.Presign(key, life, fileName),
            };
        }

        await stream.DisposeAsync();
        if (name == AvifMaker.Name)
        {
            // Two nodes made it at once, and not the same; it can be made again.
            return null;
        }

        throw new InvalidDataException(
            $"{file.Name} of image {image.Id} has not the {file.Bytes} bytes it was stored with."
        );
    }

    /// <summary>The bytes of one of the files that were there from the start; null when they were deleted.</summary>
    public async Task<byte[]?> ReadAsync(ImageRow image, Rendition rendition, CancellationToken cancellationToken)
    {
        if (await OpenAsync(image, rendition.WireName(), cancellationToken) is not { } file)
        {
            return null;
        }

        await using (file.Stream)
        {
            var bytes = new byte[file.Stream.Length];
            await file.Stream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
    }

    /// <summary>Stores a further file of the image, unless that was deleted, moved or reduced meanwhile.</summary>
    public async Task AddAsync(
        ImageRow image,
        string name,
        ImageFile file,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken
    )
    {
        var facts = BlobFacts.Of(file.MediaType, image.SessionId);
        await blobs.PutAsync(BlobKeys.In(image.Folder, file.Name), bytes, facts, cancellationToken);
        if (!await images.AddFileAsync(image.Id, image.Folder, name, file, cancellationToken))
        {
            await blobs.DeleteAsync(BlobKeys.In(image.Folder, file.Name), cancellationToken);
        }
    }
}
