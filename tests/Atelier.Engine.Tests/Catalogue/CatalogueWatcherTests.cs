using Atelier.Engine.Catalogue;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Houses;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Catalogue;

public sealed class CatalogueWatcherTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("atelier-catalogue-").FullName;

    public CatalogueWatcherTests()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("catalog"), "*.yaml"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }
    }

    private string Providers => Path.Combine(_folder, "providers.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunOnceAsync_ChangedFiles_AreInForceWithTheirLanes()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        await using var node = await StartAsync(house);
        var old = node.Get<CatalogueHolder>().Current.Version;
        await File.WriteAllTextAsync(
            Providers,
            (await File.ReadAllTextAsync(Providers, Cancel)).Replace("lane: 5", "lane: 7", StringComparison.Ordinal),
            Cancel
        );

        await LookTwiceAsync(node.Get<CatalogueWatcher>());

        Assert.NotEqual(old, node.Get<CatalogueHolder>().Current.Version);
        Assert.Equal(7, await house.ScalarAsync<int>("SELECT capacity FROM lanes WHERE id = 'openai'"));
    }

    [Fact]
    public async Task RunOnceAsync_BrokenFile_KeepsTheOldAndSaysWhy_UntilItIsMended()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        await using var node = await StartAsync(house);
        var (holder, watcher) = (node.Get<CatalogueHolder>(), node.Get<CatalogueWatcher>());
        var (old, right) = (holder.Current, await File.ReadAllTextAsync(Providers, Cancel));

        await File.WriteAllTextAsync(
            Providers,
            right.Replace("lane: 5", "lane: many", StringComparison.Ordinal),
            Cancel
        );
        await LookTwiceAsync(watcher);
        Assert.Same(old, holder.Current);
        Assert.Contains("providers.yaml", holder.Problem, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Providers, right, Cancel);
        await LookTwiceAsync(watcher);
        Assert.Null(holder.Problem);
        Assert.Equal(old.Version, holder.Current.Version);
    }

    [Fact]
    public async Task RunOnceAsync_ChangeSeenOnce_IsNotYetInForce()
    {
        await using var house = await TestHouse.OpenAsync(Cancel);
        await using var node = await StartAsync(house);
        var old = node.Get<CatalogueHolder>().Current;
        await LookTwiceAsync(node.Get<CatalogueWatcher>());
        await File.WriteAllTextAsync(
            Providers,
            (await File.ReadAllTextAsync(Providers, Cancel)) + "# saved half",
            Cancel
        );

        await node.Get<CatalogueWatcher>().RunOnceAsync(Cancel);

        Assert.Same(old, node.Get<CatalogueHolder>().Current);
    }

    [Fact]
    public async Task RunOnceAsync_OperatorsFolder_IsLaidOverWithItsLanes_AndItsLossIsTold()
    {
        var own = Directory.CreateDirectory(Path.Combine(_folder, "own")).FullName;
        await using var house = await TestHouse.OpenAsync(Cancel);
        await using var node = await StartAsync(house, new CatalogueFolder(_folder, own, mustExist: true));
        var (holder, watcher) = (node.Get<CatalogueHolder>(), node.Get<CatalogueWatcher>());
        await File.WriteAllTextAsync(Path.Combine(own, "lanes.yaml"), "providers: [{ id: openai, lane: 9 }]\n", Cancel);

        await LookTwiceAsync(watcher);
        var laid = holder.Current;
        Assert.Equal(9, await house.ScalarAsync<int>("SELECT capacity FROM lanes WHERE id = 'openai'"));

        // A mount that went away is no wish to have nothing laid over.
        Directory.Delete(own, recursive: true);
        await LookTwiceAsync(watcher);
        Assert.Same(laid, holder.Current);
        Assert.Contains("own", holder.Problem, StringComparison.Ordinal);
    }

    // A change counts when it was seen twice.
    private static async Task LookTwiceAsync(CatalogueWatcher watcher)
    {
        await watcher.RunOnceAsync(Cancel);
        await watcher.RunOnceAsync(Cancel);
    }

    private Task<TestNode> StartAsync(TestHouse house) => StartAsync(house, new CatalogueFolder(_folder));

    // A node that looks at its catalogue when it is told to, and at no other time.
    private static async Task<TestNode> StartAsync(TestHouse house, CatalogueFolder folder)
    {
        var node = await TestNode.StartAsync(house, configure: services => services.AddSingleton(folder));
        await node.Get<CatalogueWatcher>().StopAsync(Cancel);
        return node;
    }
}
