using Atelier.Data.Accepting;
using Atelier.Data.Blobs;
using Atelier.Engine.Changes;
using Atelier.Engine.Photos;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Photos;
using Atelier.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Photos;

/// <summary>A node whose files lie in a place that fails when it is told to.</summary>
public abstract class PhotoFaultKernel : IAsyncLifetime
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("atelier-photos-").FullName;
    private FaultyBlobs? _blobs;
    private TestHouse? _house;
    private TestNode? _node;
    private protected Guid Account { get; private set; }

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected FaultyBlobs Blobs => _blobs!;

    private protected TestHouse House => _house!;

    private protected TestNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _house = await HousePool.TakeAsync(Cancel);
        _blobs = new FaultyBlobs(new DiskBlobStore(Folder, Guid.CreateVersion7()));
        _node = await TestNode.StartAsync(House, configure: services => services.AddSingleton<IBlobStore>(Blobs));
        Account = await House.AddAccountAsync(credits: 100, maxActive: -1, cancellationToken: Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await HousePool.GiveBackAsync(House, TestContext.Current.TestState?.Result == TestResult.Passed);
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task<(UploadKeeper Keeper, CheckedUpload Upload, Idempotency Named)> KeyedAsync(string key)
    {
        var keeper = Node.Get<UploadKeeper>();
        var upload = await keeper.CheckAsync(await PhotoBytes.JpegAsync(), "image/jpeg", Cancel);
        return (keeper, upload, new Idempotency(key, [1]));
    }

    private protected async Task UntilOneWaitsAsync(Task wish)
    {
        const string sql =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while (!wish.IsCompleted && await House.ScalarAsync<int>(sql) == 0)
        {
            await TestPause.NextAsync(Cancel);
        }
    }

    // What a crash left may lie there for a day.
    private protected async Task SettleAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories))
        {
            Directory.SetLastWriteTimeUtc(folder, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        }

        await Node.Get<OrphanSweeper>().RunOnceAsync(Cancel);
        Assert.Empty(await new PhotoChecker(House.Data, Blobs).CheckAsync(Cancel));
    }

    private protected Task<Guid> Owner(CancellationToken cancellationToken) => Task.FromResult(Account);

    private protected async Task<int> CountAsync(Func<Task> work)
    {
        Blobs.Arm(null);
        await work();
        return Blobs.Calls;
    }

    private protected async Task<PhotoSweep> SweepAsync() =>
        await Node.Get<PhotoSweeper>().RunOnceAsync(early: true, Cancel)
        ?? throw new InvalidOperationException("It is somebody else's turn.");

    private protected async Task<Guid> UploadAsync()
    {
        var keeper = Node.Get<UploadKeeper>();
        var upload = await keeper.CheckAsync(await PhotoBytes.JpegAsync(), "image/jpeg", Cancel);
        return (await keeper.KeepAsync(Owner, null, upload, null, Cancel)).SessionId;
    }

    private protected async Task<(Guid Session, Guid Generation, Guid Image)> MakeAsync()
    {
        var session = await UploadAsync();
        await House.ExecuteAsync("UPDATE lanes SET paused_until = 'infinity'");
        var generation = await Node.AcceptAsync(Account, "a lake");
        await House.ExecuteAsync(
            "UPDATE generations SET session_id = @session WHERE id = @generation; UPDATE lanes SET paused_until = '-infinity'",
            new { session, generation }
        );
        Node.Get<ChangeHub>().RaiseAll();
        var made = await Node.WaitAsync(generation, Account);
        return (session, generation, made.Slots[0].Image!.Id);
    }
}
