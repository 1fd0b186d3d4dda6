using Atelier.Server.Limits;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>A server that takes as many uploads as come: all tests come from one address.</summary>
public sealed class OpenUploads : IAsyncLifetime
{
    public TestServer Server { get; } = new() { Replace = WithoutLimits };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal static void WithoutLimits(IServiceCollection services) =>
        services.PostConfigure<AddressLimitOptions>(limits =>
        {
            (limits.Uploads, limits.Changes, limits.Reads) = (0, 0, 0);
        });
}
