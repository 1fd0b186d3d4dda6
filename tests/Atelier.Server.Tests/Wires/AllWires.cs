using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Health;
using Atelier.Server.Limits;
using Atelier.Server.Tests.Accounts;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wires;

/// <summary>A server with every provider of the catalogue switched on, each an emulator's wire. All tests come from one address, so its limits are off.</summary>
public sealed class AllWires : IAsyncLifetime
{
    /// <summary>The providers that are called, of the catalogue that came along.</summary>
    public static readonly string[] Ids = ["openai", "replicate", "piapi", "gemini", "stability", "legnext"];

    public EmulatedServer Emulated { get; } =
        new()
        {
            Wires = Ids,
            Replace = services =>
            {
                services.PostConfigure<AddressLimitOptions>(limits =>
                    limits.Changes = limits.Reads = limits.Uploads = 0
                );
                // What fails in one test must not send the next one elsewhere.
                services.AddSingleton<IOfferHealth>(new StillHealth());
            },
        };

    public TestServer Server => Emulated.Server;

    internal CatalogueSnapshot Catalogue => Server.Services.GetRequiredService<CatalogueHolder>().Current;

    /// <summary>The day by the server's clock, UTC.</summary>
    internal DateOnly Today =>
        DateOnly.FromDateTime(Server.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);

    public async ValueTask InitializeAsync()
    {
        await Emulated.InitializeAsync();
        Emulated.LegNext.TaskDuration = TimeSpan.Zero;
        await Server.Owner().PutAsync("/admin/api/budget", """{"limit_usd": 1000000}""");
    }

    public ValueTask DisposeAsync() => Emulated.DisposeAsync();

    /// <summary>A caller whose requests go to these providers, and to the painter where that is named.</summary>
    public async Task<TestCaller> AddCallerAsync(params string[] only)
    {
        var caller = await Server.AddCallerAsync(credits: 10_000);
        await SetRulesAsync(caller, only);
        return caller;
    }

    /// <summary>From now on the caller's requests go to these providers alone.</summary>
    public Task SetRulesAsync(TestCaller caller, params string[] only) => SetRulesAsync(Server, caller, only);

    /// <summary>The same at any server.</summary>
    public static async Task SetRulesAsync(TestServer server, TestCaller caller, params string[] only)
    {
        var names = string.Join(", ", only.Select(id => $"\"{id}\""));
        var set = await server
            .Owner()
            .PutAsync($"{People.Accounts}/{caller.AccountId}/routing", $$"""{"only": [{{names}}]}""");
        Assert.True(set.Status == 200, set.Text);
    }
}
