using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Public;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Sources;

/// <summary>
/// The caller's images as new pictures are made from them: without the mark, which the new ones get for themselves. The one
/// reader of clean files; nothing that shows pictures may ask here.
/// </summary>
public sealed class SourceFiles(ImageStore images, IBlobStore blobs, PictureReader reader, PublicAddresses addresses)
    : ISourceFiles
{
    public async Task<PixelBuffer> ReadAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var (stream, _) = await OpenAsync(imageId, cancellationToken);
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return await reader.ReadAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
        }
    }

    /// <summary>The file of an image that a provider fetches by an address of <see cref="AddressAsync"/>. The caller disposes it.</summary>
    /// <exception cref="ProviderException">The image is gone.</exception>
    public async Task<(Stream Stream, ImageFile File)> OpenAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var image = await FindAsync(imageId, cancellationToken);
        if (await OpenAsync(image, cancellationToken) is { } found)
        {
            return found;
        }

        // It may have been moved into the library in this very moment.
        var moved = await images.FindMovedAsync(image, cancellationToken) ?? throw Gone();
        return await OpenAsync(moved, cancellationToken) ?? throw Gone();
    }

    private async Task<(Stream Stream, ImageFile File)?> OpenAsync(ImageRow image, CancellationToken cancellationToken)
    {
        var file = image switch
        {
            { Deleted: true } or { Reduced: true } => null,
            { Marked: true } => await images.FindCleanAsync(image.Id, cancellationToken),
            _ => image.Files[Rendition.Original.WireName()],
        };
        return
            file is not null
            && await blobs.OpenAsync(BlobKeys.In(image.Folder, file.Name), cancellationToken) is { } stream
            ? (stream, file)
            : null;
    }

    public async Task<Uri> AddressAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var image = await FindAsync(imageId, cancellationToken);
        return addresses.OfSource(image.Id, image.UrlEpoch);
    }

    public async Task<Uri> MaskAddressAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var image = await FindAsync(imageId, cancellationToken);
        return addresses.OfMask(image.Id, image.UrlEpoch);
    }

    private async Task<ImageRow> FindAsync(Guid imageId, CancellationToken cancellationToken) =>
        await images.FindAsync(imageId, cancellationToken) is { Deleted: false } image ? image : throw Gone();

    private static ProviderException Gone() =>
        new("atelier", FailureKind.BadRequest, Charge.None, "An image that the request is about is gone.");
}
