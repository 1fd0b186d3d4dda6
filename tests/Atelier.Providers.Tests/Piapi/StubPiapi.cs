using Atelier.Providers.Piapi;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>A PiAPI that always answers the same, for what the emulator never says.</summary>
internal sealed class StubPiapi : IAsyncDisposable
{
    private readonly StubServer _server;
    private readonly PiapiSites _sites;

    private StubPiapi(StubServer server)
    {
        _server = server;
        _sites = PiapiSite.Open(PiapiBench.Key, TimeProvider.System, server.Url);
        Provider = new PiapiProvider(_sites, TimeProvider.System, historyShowsRunning: true);
    }

    public PiapiProvider Provider { get; }

    public IReadOnlyList<StubRequest> Requests => _server.Requests;

    public static async Task<StubPiapi> AnsweringAsync(
        int status,
        string body,
        params (string Name, string Value)[] headers
    ) => new(await StubServer.AnsweringAsync(status, body, headers: headers));

    /// <summary>Always this task, in its envelope.</summary>
    public static Task<StubPiapi> WithTaskAsync(string members, int code = 200) =>
        AnsweringAsync(200, $$$"""{"code":{{{code}}},"message":"success","data":{"task_id":"t-1",{{{members}}}}}""");

    public async ValueTask DisposeAsync()
    {
        _sites.Dispose();
        await _server.DisposeAsync();
    }
}
