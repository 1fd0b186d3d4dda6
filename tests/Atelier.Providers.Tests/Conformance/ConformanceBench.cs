using Atelier.Emulators.Hosting;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>The emulator and the adapter before it, on one clock, for all tests of a class; each begins with a reset.</summary>
public sealed class ConformanceBench<TWire> : IAsyncLifetime
    where TWire : WireUnderTest, new()
{
    internal const string Key = "key-of-the-conformance-suite-0123456789";

    private Emulator _emulator = null!;
    private ProviderSite _site = null!;

    public TWire Wire { get; } = new();

    internal FakeTimeProvider Time { get; } = new();

    internal EmulatedWire Emulated => _emulator.Wire(Wire.Emulated);

    internal Uri Url => _emulator.Url;

    internal IRemoteProvider Adapter { get; private set; } = null!;

    internal TestSources Sources { get; } = new();

    internal Guid Source { get; private set; }

    internal Guid Mask { get; private set; }

    /// <summary>Forgets the test before. Tasks then run until a test ends them.</summary>
    internal ConformanceBench<TWire> Fresh()
    {
        _emulator.Reset();
        Emulated.TaskDuration = Wire.HasTasks ? null : TimeSpan.Zero;
        return this;
    }

    internal ProviderSite SiteAt(Uri baseUrl) => new(Wire.Site(Key, baseUrl), Time);

    public async ValueTask InitializeAsync()
    {
        var options = new EmulatorOptions
        {
            LongestEdge = 32,
            Time = Time,
            Key = Wire.HasKey ? Key : null,
        };
        _emulator = await Emulator.StartAsync(options, TestContext.Current.CancellationToken);
        _site = SiteAt(Emulated.BaseUrl);
        Adapter = Wire.Adapter(_site, Time);
        Source = Sources.Add(Pictures.Source);
        Mask = Sources.Add(Pictures.Mask);
    }

    public ValueTask DisposeAsync()
    {
        _site.Dispose();
        return _emulator.DisposeAsync();
    }
}
