using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Callbacks;

/// <summary>A generation whose job LegNext works on while tests knock at its callback's door; it completes all the same.</summary>
public sealed class WaitingGeneration : IAsyncLifetime
{
    private TestCaller? _caller;

    public EmulatedServer Server { get; } = new();

    /// <summary>Of the generation.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The path that LegNext was told to call.</summary>
    public string Callback { get; private set; } = "";

    public static string CallbackOf(ReceivedCall call)
    {
        using var sent = JsonDocument.Parse(call.Body!);
        return new Uri(sent.RootElement.GetProperty("callback").GetString()!).AbsolutePath;
    }

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        _caller = await Server.Server.AddCallerAsync();
        Address = await _caller.StartAsync(Bodies.Midjourney());
        await Server.WaitForTaskAsync(Address);
        Callback = CallbackOf(EmulatedServer.Paid(Server.LegNext).Single());
    }

    public async ValueTask DisposeAsync()
    {
        Server.LegNext.FinishTasks();
        Assert.Equal("complete", (await _caller!.EndOfAsync(Address)).TextAt("state"));
        Assert.Equal(98_800, await _caller.BalanceAsync());
        await Books.AreEvenAsync(Server);
        await Server.DisposeAsync();
    }
}
