using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Calls;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAiCompatible;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.OpenAiCompatible;

/// <summary>The emulated servers, and adapters that the catalogue alone has told how to speak to them.</summary>
public sealed class CompatBench : IAsyncLifetime
{
    public const string Key = "key-0123456789";

    private readonly List<ProviderSite> _sites = [];
    private Emulator _emulator = null!;

    internal EmulatedWire Wire => _emulator.Wire("compat");

    internal TestSources Sources { get; } = new();

    internal CompatBench Fresh()
    {
        _emulator.Reset();
        return this;
    }

    /// <summary>The adapter of a catalogue's own provider, at its emulated server or another address.</summary>
    internal OpenAiCompatibleProvider Adapter(CatalogueSnapshot catalogue, Uri? url = null)
    {
        var entry = catalogue.Providers.Single(provider => provider.OwnAdapter is not null);
        var address = url ?? new Uri($"{Wire.BaseUrl}/{entry.Id}");
        var site = new ProviderSite(
            OpenAiCompatibleSite.Options(entry, entry.Free ? "" : Key, address),
            new FakeTimeProvider()
        );
        _sites.Add(site);
        return new OpenAiCompatibleProvider(entry, site, new FakeTimeProvider());
    }

    /// <summary>An order as the planner would hand it over.</summary>
    internal static CompileOrder Order(
        CatalogueSnapshot catalogue,
        string prompt = "a red fox",
        ImageOperation? operation = null,
        PixelSize? size = null
    )
    {
        var model = catalogue.Models.Single(known => known.Id.EndsWith("-model", StringComparison.Ordinal));
        var made = operation is null or Create;
        return new CompileOrder(
            new ImageRequest
            {
                Operation = operation ?? new Create(prompt, null, null),
                Seed = 7,
                Size = made ? size ?? new PixelSize(1024, 768) : size,
            },
            model,
            model.Offers[0],
            prompt,
            null,
            made ? null : new SourceImage(default, 256, 256, "upload", null, null)
        );
    }

    internal static CompiledCall Compiled(OpenAiCompatibleProvider adapter, CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(adapter.Compile(order)).Call;

    internal PaidCall Paid(CompiledCall call, int pictures = 1, MemorySpool? spool = null) =>
        PaidCalls.Of(call, pictures, spool, sources: Sources);

    public async ValueTask InitializeAsync() =>
        _emulator = await Emulator.StartAsync(
            new EmulatorOptions { LongestEdge = 32, Time = new FakeTimeProvider() },
            TestContext.Current.CancellationToken
        );

    public ValueTask DisposeAsync()
    {
        _sites.ForEach(site => site.Dispose());
        return _emulator.DisposeAsync();
    }
}
