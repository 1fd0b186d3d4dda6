using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Tests.Serving;

/// <summary>One bench for all tests of a class, which run one after the other; each begins with a reset.</summary>
public sealed class SharedBench : IAsyncLifetime
{
    private TestBench _bench = null!;

    internal TestBench Fresh()
    {
        _bench.Emulator.Reset();
        return _bench;
    }

    public async ValueTask InitializeAsync() =>
        _bench = await TestBench.StartAsync(new EmulatorOptions { LongestEdge = 32 });

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
