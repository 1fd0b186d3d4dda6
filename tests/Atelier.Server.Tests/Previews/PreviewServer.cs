using Atelier.Emulators.Hosting;
using Atelier.Engine.Sweeping;
using Atelier.Server.Tests.OwnServers;
using Atelier.Server.Tests.Progress;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Previews;

/// <summary>Two nodes; only the first reaches the operator's web UI, whose calls end when they are told to.</summary>
public class PreviewServer : IAsyncLifetime
{
    private OwnServer? _own;
    private TestServer? _second;

    public TestServer First => _own!.Server;

    public TestServer Second => _second!;

    public EmulatedWire Wire => _own!.Emulator.Wire("automatic1111");

    /// <summary>Questions of how far a call is.</summary>
    internal int Asked => Wire.Calls.Count(call => call.Operation == "progress" && call.Status is not null);

    public async ValueTask InitializeAsync()
    {
        _own = await OwnServer.StartAsync(
            url => Automatic1111Tests.Yaml(url, "", login: false),
            longestEdge: 1024,
            replace: Replace
        );
        Wire.TaskDuration = null;
        _second = new TestServer
        {
            Beside = First,
            Adjust = usual => usual with { CatalogueOverlay = _own.Folder },
            Replace = Replace,
        };
        await _second.InitializeAsync();
    }

    /// <summary>A generation whose call is under way.</summary>
    internal async Task<Guid> StartAsync(
        TestCaller caller,
        string prompt = "a red fox",
        string size = "512x512",
        int count = 1
    )
    {
        // What a test that failed left running holds the only place.
        Wire.FinishTasks();
        var address = await caller.StartAsync(
            $$"""{"prompt": "{{prompt}}", "model": "web-model", "size": "{{size}}", "n": {{count}}}"""
        );
        await TestServer.UntilAsync(() => Task.FromResult(Wire.RunningTasks > 0));
        return EmulatedServer.IdOf(address);
    }

    /// <summary>Lets the call end, and waits for the generation.</summary>
    internal async Task<Answer> EndAsync(TestCaller caller, Guid id)
    {
        Wire.FinishTasks();
        return await caller.EndOfAsync($"/v1/generations/{id}");
    }

    /// <summary>The next message with a preview.</summary>
    /// <param name="progress">As far as the generation must be by then.</param>
    internal static async Task<ProgressMessage> PreviewAsync(Watcher watcher, Guid id, int progress = 0) =>
        (
            await watcher.ReadToAsync(message =>
                !message.IsReady
                && message.Generation == id
                && message.Text("preview") is not null
                && message.Progress >= progress
            )
        )[^1];

    /// <summary>Puts parts in before the service brings its own.</summary>
    private protected virtual void Replace(IServiceCollection services) => services.AddStill<PreviewSweeper>();

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
        {
            await _second.DisposeAsync();
        }

        if (_own is not null)
        {
            await _own.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
