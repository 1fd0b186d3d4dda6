using Atelier.Providers;
using Atelier.Providers.Local;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Serving;

/// <summary>A server whose painter paints in one dark colour only.</summary>
public sealed class DarkServer : IAsyncLifetime
{
    public TestServer Server { get; } = new() { Replace = Paint };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static void Paint(IServiceCollection services)
    {
        services.AddSingleton<LocalProvider>();
        services.AddSingleton(provider => new ProviderRegistry([
            new DarkPainter(provider.GetRequiredService<LocalProvider>()),
        ]));
    }
}
