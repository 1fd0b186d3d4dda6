using Atelier.Emulators.Hosting;
using Atelier.Server.Providers;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.OwnServers;

/// <summary>A service whose operator has put a YAML of their own over ours, and emulated servers that it names. Disposing checks the books.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-own-");
    private Emulator? _emulator;
    private TestServer? _server;

    public TestServer Server => _server!;

    public Emulator Emulator => _emulator!;

    public string Folder => _folder.FullName;

    /// <param name="yaml">Gets the address of the emulator.</param>
    /// <param name="settings">What the operator has set besides.</param>
    /// <param name="prepare">Puts more files into the operator's folder.</param>
    /// <param name="longestEdge">Of the emulated pictures, in pixels.</param>
    /// <param name="replace">Puts parts in before the service brings its own.</param>
    public static async Task<OwnServer> StartAsync(
        Func<Uri, string> yaml,
        Dictionary<string, string?>? settings = null,
        Action<string>? prepare = null,
        int longestEdge = 64,
        Action<IServiceCollection>? replace = null
    )
    {
        var own = new OwnServer();
        own._emulator = await Emulator.StartAsync(
            new EmulatorOptions { LongestEdge = longestEdge },
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(Path.Combine(own.Folder, "own.yaml"), yaml(own.Emulator.Url));
        prepare?.Invoke(own.Folder);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build();
        own._server = new TestServer
        {
            Replace = replace,
            Adjust = usual =>
                usual with
                {
                    CatalogueOverlay = own.Folder,
                    Providers = OwnProviders.Read(configuration, usual.CatalogueFolder, own.Folder),
                },
        };
        await own.Server.InitializeAsync();
        return own;
    }

    /// <summary>The entries of the operator's book, such as <c>risk 0, cost 0</c>.</summary>
    public async Task<string> BookAsync() =>
        await Server.House.ScalarAsync<string>("SELECT string_agg(entry || ' ' || nanos, ', ' ORDER BY id) FROM costs")
        ?? "";

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            var check = await Server.Owner().GetAsync("/admin/api/ledger/check");
            Assert.Empty(check.At("problems").EnumerateArray());
            await _server.DisposeAsync();
        }

        if (_emulator is not null)
        {
            Assert.Empty(_emulator.Wires.SelectMany(wire => wire.Violations));
            await _emulator.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
