using Atelier.Engine.Webhooks;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Webhooks;

/// <summary>A server with a public address that may tell receivers on loopback, and looks for messages all the time.</summary>
public sealed class HookServer : IAsyncLifetime
{
    private TestServer? _server;

    public TestServer Server => _server!;

    /// <summary>The clock by which it loses patience with receivers; the real one unless told.</summary>
    internal FakeTimeProvider? Time { get; init; }

    public async ValueTask InitializeAsync() =>
        _server = await TestServer.StartAtAsync(origin => new TestServer
        {
            Adjust = settings => settings with { Urls = origin, PublicUrl = new Uri(origin) },
            Replace = Replace,
        });

    public Task<TestCaller> AddCallerAsync() => Server.AddCallerAsync(scopes: ["generate", "webhooks"]);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Makes an endpoint; its secret must not come into any log.</summary>
    internal async Task<(string Path, string Secret)> AddAsync(
        TestCaller caller,
        HookReceiver receiver,
        string more = ""
    )
    {
        var answer = await caller.PostAsync("/v1/webhooks", $$"""{"url": "{{receiver.Url}}"{{more}}}""");
        Assert.True(answer.Status == 201, answer.Text);
        var secret = answer.TextAt("secret")!;
        Server.Logs.Forbid(secret["whsec_".Length..]);
        return (answer.Header("Location")!, secret);
    }

    /// <summary>The newest delivery, once it is as wished.</summary>
    internal static async Task<System.Text.Json.JsonElement> DeliveryAsync(
        TestCaller caller,
        string path,
        Func<System.Text.Json.JsonElement, bool> wished
    )
    {
        System.Text.Json.JsonElement found = default;
        await TestServer.UntilAsync(async () =>
        {
            var data = (await caller.GetAsync($"{path}/deliveries")).At("data");
            found = data.GetArrayLength() > 0 ? data[0] : default;
            return data.GetArrayLength() > 0 && wished(found);
        });
        return found;
    }

    private void Replace(IServiceCollection services)
    {
        services.PostConfigure<WebhookOptions>(options =>
        {
            (options.AllowHttp, options.AllowPrivate) = (true, true);
            // Each receiver of the tests is on the same host.
            (options.PerHost, options.PerAccount) = (20, 20);
            options.Poll = TimeSpan.FromMilliseconds(20);
            options.Gather = TimeSpan.FromMilliseconds(5);
        });
        if (Time is not null)
        {
            services.AddStill<WebhookPost>(Time);
        }
    }
}
