using Atelier.Imaging;

namespace Atelier.Providers.Calls;

/// <summary>The files of the caller's images, for providers that want to see them.</summary>
public interface ISourceFiles
{
    /// <summary>Whether images come with the mark they carry: then the file of one is another than without.</summary>
    bool Marked { get; }

    /// <summary>The pixels of an image.</summary>
    /// <exception cref="Failures.ProviderException">The image is gone.</exception>
    Task<PixelBuffer> ReadAsync(Guid imageId, CancellationToken cancellationToken);

    /// <summary>A signed address of an image that works for an hour; only where a public address is configured.</summary>
    Task<Uri> AddressAsync(Guid imageId, CancellationToken cancellationToken);

    /// <summary>A signed address of an image as a mask, white where to repaint; only where a public address is configured.</summary>
    Task<Uri> MaskAddressAsync(Guid imageId, CancellationToken cancellationToken);
}
