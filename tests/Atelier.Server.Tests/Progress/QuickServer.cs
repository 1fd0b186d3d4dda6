using Atelier.Server.Progress;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Progress;

/// <summary>A server whose streams look, beat and lose patience soon, and which lets pages of one other origin in.</summary>
public sealed class QuickServer : IAsyncLifetime
{
    public const string Friend = "https://app.example.com";

    public TestServer Server { get; } = new() { Adjust = Adjust, Replace = Hurry };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal static void Hurry(IServiceCollection services) =>
        services.Configure<ProgressOptions>(options =>
        {
            options.MaxConnections = 2;
            options.HeartbeatSeconds = 0.1;
            options.RecheckSeconds = 0.1;
            options.MostWaiting = 100;
        });

    private static ServerSettings Adjust(ServerSettings settings) => settings with { CorsOrigins = [Friend] };
}
