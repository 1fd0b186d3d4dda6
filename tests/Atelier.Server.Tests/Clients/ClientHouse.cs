using Atelier.Server.Accounts;
using Atelier.Server.Limits;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Clients;

/// <summary>A service that lets visitors in; all tests come from one address, so its limits are off.</summary>
public sealed class ClientHouse : IAsyncLifetime
{
    public TestServer Server { get; } =
        new()
        {
            Replace = services =>
            {
                services.PostConfigure<PhotoOptions>(photo => photo.AllowAnonymous = true);
                services.PostConfigure<AddressLimitOptions>(limits =>
                    limits.Changes = limits.Reads = limits.Uploads = 0
                );
            },
        };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
