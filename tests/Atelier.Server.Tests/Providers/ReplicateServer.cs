using Atelier.Engine.Health;
using Atelier.Server.Limits;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Providers;

/// <summary>A server whose one provider is an emulated Replicate. All tests come from one address, so its limits are off.</summary>
public sealed class ReplicateServer : IAsyncLifetime
{
    public EmulatedServer Emulated { get; } =
        new()
        {
            Wires = ["replicate"],
            Replace = services =>
            {
                services.PostConfigure<AddressLimitOptions>(limits =>
                    limits.Changes = limits.Reads = limits.Uploads = 0
                );
                services.AddSingleton<IOfferHealth>(new StillHealth());
            },
        };

    public ValueTask InitializeAsync() => Emulated.InitializeAsync();

    public ValueTask DisposeAsync() => Emulated.DisposeAsync();
}
