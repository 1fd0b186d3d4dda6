using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Data.Accepting;
using Atelier.Data.Blobs;
using Atelier.Data.Connections;
using Atelier.Engine.Accepting;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Views;
using Atelier.Providers;
using Atelier.TestKit.Houses;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>A whole engine with workers, as one process would run it, on the database of a test house.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-node-").FullName;
    private bool _stopped;

    private TestNode(TestHouse house, TestProvider provider, NodeSetup setup)
    {
        BlobFolder = setup.Blobs ?? Path.Combine(_folder, "blobs");
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(_ => Database.Open(house.ConnectionString));
        builder.Services.AddSingleton<IBlobStore>(new DiskBlobStore(BlobFolder, Guid.CreateVersion7()));
        builder.Services.AddSingleton(new CatalogueFolder(Catalogue(setup)));
        builder.Services.AddSingleton(setup.Identity);
        builder.Services.AddSingleton(new ProviderRegistry([provider, .. setup.Wires]));
        setup.Services?.Invoke(builder.Services);
        builder.Services.AddEngine();
        // A test may stop one of the loops, and the others go on; one that breaks is told of when the node stops.
        builder.Services.Configure<HostOptions>(host =>
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore
        );
        _host = builder.Build();
        Provider = provider;
    }

    public TestProvider Provider { get; }

    public string BlobFolder { get; }

    /// <summary>Makes the files of an image look eight days old.</summary>
    public void Age(Guid generationId, Guid imageId) =>
        Directory.SetLastWriteTimeUtc(
            Path.Combine(BlobFolder, BlobKeys.Images, generationId.ToString(), imageId.ToString()),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-8)
        );

    public static Task<TestNode> StartAsync(
        TestHouse house,
        TestProvider? provider = null,
        Action<IServiceCollection>? configure = null
    ) => StartAsync(house, new NodeSetup { Services = configure }, provider);

    public static async Task<TestNode> StartAsync(TestHouse house, NodeSetup setup, TestProvider? provider = null)
    {
        var node = new TestNode(house, provider ?? new TestProvider(), setup);
        await node.Get<LaneSetup>().SaveAsync(node.Get<CatalogueHolder>().Current, CancellationToken.None);
        await node._host.StartAsync();
        return node;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task<Guid> AcceptAsync(
        Guid account,
        string prompt,
        int count = 1,
        JobClass jobClass = JobClass.Interactive,
        FallbackRule fallback = FallbackRule.Declared,
        decimal? maxCost = null,
        Idempotency? idempotency = null
    )
    {
        var request = new ImageRequest
        {
            Operation = new Create(prompt, null, null),
            Count = count,
            Size = new PixelSize(16, 16),
            Class = jobClass,
            Fallback = fallback,
            MaxCostUsd = maxCost,
        };
        var accepted = await Get<GenerationAcceptor>()
            .AcceptAsync(new Caller(account, null), request, idempotency, null, CancellationToken.None);
        return accepted.GenerationId;
    }

    public Task<GenerationDetail> WaitAsync(Guid id, Guid account) =>
        Get<GenerationReader>()
            .WaitAsync(id, account, TimeSpan.FromSeconds(30), CancellationToken.None, CancellationToken.None)!;

    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await _host.StopAsync();
            foreach (var loop in _host.Services.GetServices<IHostedService>().OfType<BackgroundService>())
            {
                if (loop.ExecuteTask is { IsFaulted: true } broken)
                {
                    await broken;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Get<NpgsqlDataSource>().DisposeAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Catalogue(NodeSetup setup) =>
        setup.Wires.Count == 0 ? Repository.Folder("catalog") : WireCatalogue.Write(Path.Combine(_folder, "catalogue"));
}
