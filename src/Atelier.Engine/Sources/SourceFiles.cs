using Atelier.Core.Images;
using Atelier.Data.Blobs;
using Atelier.Data.Images;
using Atelier.Engine.Public;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Sources;

/// <summary>The originals of the caller's images, for adapters that send or name them.</summary>
public sealed class SourceFiles(ImageStore images, IBlobStore blobs, PictureReader reader, PublicAddresses addresses)
    : ISourceFiles
{
    public async Task<PixelBuffer> ReadAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var image = await FindAsync(imageId, cancellationToken);
        var file = image.Files[Rendition.Original.WireName()];
        var key = BlobKeys.OfImage(image.GenerationId, image.Id, file.Name);
        await using var stream = await blobs.OpenAsync(key, cancellationToken) ?? throw Gone();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return await reader.ReadAsync(bytes.ToArray(), cancellationToken);
    }

    public async Task<Uri> AddressAsync(Guid imageId, CancellationToken cancellationToken)
    {
        var image = await FindAsync(imageId, cancellationToken);
        return addresses.OfImage(image.Id, image.UrlEpoch);
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
