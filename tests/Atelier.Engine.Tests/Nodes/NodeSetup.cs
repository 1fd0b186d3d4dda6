using Atelier.Engine.Working;
using Atelier.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>What a test node has that others do not.</summary>
internal sealed record NodeSetup
{
    /// <summary>Paid providers beside the painter. With any, the catalogue is that of <see cref="WireCatalogue"/>.</summary>
    public IReadOnlyList<IImageProvider> Wires { get; init; } = [];

    /// <summary>The folder of pictures, for nodes that share one; null is one of its own.</summary>
    public string? Blobs { get; init; }

    /// <summary>Who it is; another node's once that one is dead.</summary>
    public NodeIdentity Identity { get; init; } = new(Guid.CreateVersion7());

    /// <summary>Whether offers that fail are left alone, and stand further back.</summary>
    public bool Breaks { get; init; }

    public Action<IServiceCollection>? Services { get; init; }
}
