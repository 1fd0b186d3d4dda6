using Atelier.Emulators.Engine;
using Atelier.Emulators.Hosting;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>A server with Stability alone switched on.</summary>
public class StabilityServer : IAsyncLifetime
{
    protected StabilityServer(bool firstServes) =>
        Server = new EmulatedServer { Wires = ["stability"], FirstServes = firstServes };

    public StabilityServer()
        : this(firstServes: true) { }

    public EmulatedServer Server { get; }

    public EmulatedWire Wire => Server.Wire("stability");

    /// <summary>What was billed last.</summary>
    public BillLine LastLine => Wire.Bill.Items[^1];

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
