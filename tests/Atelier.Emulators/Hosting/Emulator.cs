using Atelier.Emulators.Wires;

namespace Atelier.Emulators.Hosting;

/// <summary>All emulated providers on one loopback port.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Dictionary<string, EmulatedWire> _wires;

    private Emulator(EmulatorOptions options, bool logging)
    {
        _wires = WireList.All(options).Select(wire => new EmulatedWire(wire, options)).ToDictionary(wire => wire.Id);
        _app = EmulatorApp.Build(options, this, logging);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    public IReadOnlyCollection<EmulatedWire> Wires => _wires.Values;

    public EmulatedWire OpenAi => Wire("openai");

    public EmulatedWire LegNext => Wire("legnext");

    public EmulatedWire Replicate => Wire("replicate");

    public EmulatedWire Piapi => Wire("piapi");

    /// <exception cref="EmulatorException">The settings are wrong, or the port is taken.</exception>
    public static async Task<Emulator> StartAsync(
        EmulatorOptions? options = null,
        CancellationToken cancellationToken = default
    ) => await StartAsync(options ?? new EmulatorOptions(), logging: false, cancellationToken);

    /// <exception cref="EmulatorException">There is no such wire.</exception>
    public EmulatedWire Wire(string id) =>
        Find(id)
        ?? throw new EmulatorException($"There is no wire '{id}'; there are {string.Join(", ", _wires.Keys)}.");

    public Uri BaseUrl(string wire) => Wire(wire).BaseUrl;

    /// <summary>Forgets everything at every wire.</summary>
    public void Reset()
    {
        foreach (var wire in Wires)
        {
            wire.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // First the runs: they end what hangs, so that the host has nothing to wait for.
        foreach (var wire in Wires)
        {
            wire.Dispose();
        }

        await _app.DisposeAsync();
    }

    internal static async Task<Emulator> StartAsync(
        EmulatorOptions options,
        bool logging,
        CancellationToken cancellationToken
    )
    {
        EmulatorOptionsCheck.Check(options);
        var emulator = new Emulator(options, logging);
        try
        {
            await emulator._app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await emulator.DisposeAsync();
            throw new EmulatorException($"{exception.Message} Give another port with --urls http://127.0.0.1:PORT.");
        }

        emulator.SetUrls(emulator._app.Urls.First());
        return emulator;
    }

    internal EmulatedWire? Find(string id) => _wires.GetValueOrDefault(id);

    internal Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    private void SetUrls(string url)
    {
        Url = new Uri(url);
        foreach (var wire in Wires)
        {
            wire.BaseUrl = new Uri(Url, wire.Id);
        }
    }
}
