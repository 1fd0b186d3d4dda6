using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Data.Blobs;
using Atelier.Data.Connections;
using Atelier.Engine.Accepting;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Views;
using Atelier.Engine.Working;
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

    private TestNode(TestHouse house, TestProvider provider, Action<IServiceCollection>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(_ => Database.Open(house.ConnectionString));
        builder.Services.AddSingleton<IBlobStore>(new DiskBlobStore(BlobFolder, Guid.CreateVersion7()));
        builder.Services.AddSingleton(new CatalogueFolder(Repository.Folder("catalog")));
        builder.Services.AddSingleton(new NodeIdentity(Guid.CreateVersion7()));
        builder.Services.AddSingleton(new ProviderRegistry([provider]));
        configure?.Invoke(builder.Services);
        builder.Services.AddEngine();
        _host = builder.Build();
        Provider = provider;
    }

    public TestProvider Provider { get; }

    public string BlobFolder => Path.Combine(_folder, "blobs");

    /// <summary>Makes the files of an image look two days old.</summary>
    public void Age(Guid generationId, Guid imageId) =>
        Directory.SetLastWriteTimeUtc(
            Path.Combine(BlobFolder, BlobKeys.Images, generationId.ToString(), imageId.ToString()),
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2)
        );

    public static async Task<TestNode> StartAsync(
        TestHouse house,
        TestProvider? provider = null,
        Action<IServiceCollection>? configure = null
    )
    {
        var node = new TestNode(house, provider ?? new TestProvider(), configure);
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
        JobClass jobClass = JobClass.Interactive
    )
    {
        var request = Create(prompt, count, jobClass);
        var accepted = await Get<GenerationAcceptor>()
            .AcceptAsync(new Caller(account, null), request, null, null, CancellationToken.None);
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
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Get<NpgsqlDataSource>().DisposeAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ImageRequest Create(string prompt, int count, JobClass jobClass) =>
        new()
        {
            Operation = new Create(prompt, null, null),
            Count = count,
            Size = new PixelSize(16, 16),
            Class = jobClass,
        };
}
