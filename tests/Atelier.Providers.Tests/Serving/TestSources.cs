using Atelier.Imaging;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Images of a caller, in memory, each with an address that ends in its id.</summary>
internal sealed class TestSources : ISourceFiles
{
    private readonly Dictionary<Guid, PixelBuffer> _images = [];

    public Uri Base { get; init; } = new("https://images.example.com/");

    public bool Marked { get; set; }

    public Guid Add(PixelBuffer image)
    {
        var id = Guid.CreateVersion7();
        _images.Add(id, image);
        return id;
    }

    public Task<PixelBuffer> ReadAsync(Guid imageId, CancellationToken cancellationToken) =>
        Task.FromResult(_images[imageId]);

    public Task<Uri> AddressAsync(Guid imageId, CancellationToken cancellationToken) =>
        Task.FromResult(new Uri(Base, $"{imageId}.png"));

    public Task<Uri> MaskAddressAsync(Guid imageId, CancellationToken cancellationToken) =>
        Task.FromResult(new Uri(Base, $"{imageId}-mask.png"));
}
