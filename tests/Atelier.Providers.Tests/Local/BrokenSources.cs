using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Tests.Local;

/// <summary>A store whose files are broken.</summary>
internal sealed class BrokenSources : ISourceFiles
{
    public bool Marked => false;

    public Task<PixelBuffer> ReadAsync(Guid imageId, CancellationToken cancellationToken) =>
        throw new UnreadablePictureException("broken");

    public Task<Uri> AddressAsync(Guid imageId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Uri> MaskAddressAsync(Guid imageId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
