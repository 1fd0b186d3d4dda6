using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wall;

/// <summary>A server that keeps connections which say nothing for a second, also before their first byte.</summary>
public sealed class RestlessServer : IAsyncLifetime
{
    public TestServer Server { get; } =
        new() { Replace = services => services.Configure<WallOptions>(wall => wall.IdleSeconds = 1) };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
