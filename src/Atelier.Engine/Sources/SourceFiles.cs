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
/// The caller's images as new pictures are made from them. The one reader of clean files; nothing that shows pictures may ask here.
/// </summary>
public sealed class SourceFiles(ImageStore images, IBlobStore blobs, PictureReader reader, PublicAddresses addresses)
{
    /// <summary>The images for one piece of work.</summary>
    /// <param name="marked">Whether what it makes carries the mark.</param>
    public ISourceFiles For(bool marked) => new WorkSources(this, LookFor(marked));

    /// <summary>The pixels of an image.</summary>
    /// <exception cref="ProviderException">The image is gone.</exception>
    public async Task<PixelBuffer> ReadAsync(Guid imageId, SourceLook look, CancellationToken cancellationToken)
    {
        var (stream, _) = await OpenAsync(imageId, look, cancellationToken);
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            return await reader.ReadAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
        }
    }

    /// <summary>The file of an image. The caller disposes it.</summary>
    /// <exception cref="ProviderException">The image is gone.</exception>
    public async Task<(Stream Stream, ImageFile File)> OpenAsync(
        Guid imageId,
        SourceLook look,
        CancellationToken cancellationToken
    )
    {
        var image = await FindAsync(imageId, cancellationToken);
        if (await OpenAsync(image, look, cancellationToken) is { } found)
        {
            return found;
        }

        // It may have been moved into the library in this very moment.
        var moved = await images.FindMovedAsync(image, cancellationToken) ?? throw Gone();
        return await OpenAsync(moved, look, cancellationToken) ?? throw Gone();
    }

    // What shows the source's pixels would show those below its mark, for the new mark lies elsewhere as soon as the picture grows.
    // Masks and references too: a picture can be read off what was made after it.
    private static SourceLook LookFor(bool marked) => marked ? SourceLook.Shown : SourceLook.Clean;

    private async Task<(Stream Stream, ImageFile File)?> OpenAsync(
        ImageRow image,
        SourceLook look,
        CancellationToken cancellationToken
    )
    {
        var file = image switch
        {
            { Deleted: true } or { Reduced: true } => null,
            { Marked: true } when look is SourceLook.Clean => await images.FindCleanAsync(image.Id, cancellationToken),
            _ => image.Files[Rendition.Original.WireName()],
        };
        return
            file is not null
            && await blobs.OpenAsync(BlobKeys.In(image.Folder, file.Name), cancellationToken) is { } stream
            ? (stream, file)
            : null;
    }

    private async Task<ImageRow> FindAsync(Guid imageId, CancellationToken cancellationToken) =>
        await images.FindAsync(imageId, cancellationToken) is { Deleted: false } image ? image : throw Gone();

    private static ProviderException Gone() =>
        new("atelier", FailureKind.BadRequest, Charge.None, "An image that the request is about is gone.");

    private async Task<Uri> AddressAsync(Guid imageId, SourceLook look, CancellationToken cancellationToken)
    {
        var image = await FindAsync(imageId, cancellationToken);
        return addresses.OfSource(image.Id, look, image.UrlEpoch);
    }

    private async Task<Uri> MaskAddressAsync(Guid imageId, SourceLook look, CancellationToken cancellationToken)
    {
        var image = await FindAsync(imageId, cancellationToken);
        return addresses.OfMask(image.Id, look, image.UrlEpoch);
    }

    private sealed class WorkSources(SourceFiles files, SourceLook look) : ISourceFiles
    {
        public bool Marked => look is SourceLook.Shown;

        public Task<PixelBuffer> ReadAsync(Guid imageId, CancellationToken cancellationToken) =>
            files.ReadAsync(imageId, look, cancellationToken);

        public Task<Uri> AddressAsync(Guid imageId, CancellationToken cancellationToken) =>
            files.AddressAsync(imageId, look, cancellationToken);

        public Task<Uri> MaskAddressAsync(Guid imageId, CancellationToken cancellationToken) =>
            files.MaskAddressAsync(imageId, look, cancellationToken);
    }
}
