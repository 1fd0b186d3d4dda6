using Atelier.Data.Accounts;
using Atelier.Data.Blobs;
using Atelier.Data.Erasing;
using Atelier.Data.Ledger;
using Atelier.Engine.Accounts;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Houses;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Atelier.Engine.Tests.Accounts;

public sealed class EraserTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly string _blobs = Directory.CreateTempSubdirectory("atelier-erased-").FullName;
    private BrokenBlobs? _disk;
    private TestHouse? _house;

    private TestHouse House => _house!;

    public async ValueTask InitializeAsync()
    {
        _house = await HousePool.TakeAsync(Cancel);
        _disk = new BrokenBlobs(new DiskBlobStore(_blobs, Guid.CreateVersion7()));
    }

    public async ValueTask DisposeAsync()
    {
        await HousePool.GiveBackAsync(House, TestContext.Current.TestState?.Result == TestResult.Passed);
        Directory.Delete(_blobs, recursive: true);
    }

    [Fact]
    public async Task RunOnceAsync_KilledBetweenTwoFiles_GoesOnLater()
    {
        await using var node = await StartAsync();
        var account = await AddAsync();
        await MakeAsync(node, account, count: 3);
        var other = await AddAsync();
        await MakeAsync(node, other, count: 1);
        await AskAsync(node, account);

        _disk!.DeletesLeft = 1;
        await Assert.ThrowsAsync<IOException>(() => node.Get<Eraser>().RunOnceAsync(Cancel));
        var during = (await node.Get<ErasureStore>().FindAsync(account, Cancel))!;
        _disk.DeletesLeft = int.MaxValue;
        var early = await node.Get<Eraser>().RunOnceAsync(Cancel);
        await House.MoveClockAsync(TimeSpan.FromMinutes(3));
        var late = await node.Get<Eraser>().RunOnceAsync(Cancel);

        Assert.NotEqual("done", during.State);
        // Who broke off has it until its time is over, for it may still be alive.
        Assert.Equal((0, 1), (early, late));
        var report = (await node.Get<ErasureStore>().FindAsync(account, Cancel))!;
        Assert.Equal("done", report.State);
        Assert.Contains("\"images\": 3", report.RemovedJson, StringComparison.Ordinal);
        Assert.Contains("\"prompts\": 1", report.RemovedJson, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_blobs, BlobKeys.Images)));
        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM prompts"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task RunOnceAsync_WorkUnderWay_IsWaitedFor()
    {
        var gate = new Gate();
        var painter = new TestProvider { Behave = (_, _, cancel) => gate.PassAsync(cancel) };
        await using var node = await StartAsync(painter);
        var account = await AddAsync();
        var running = await node.AcceptAsync(account, "a lighthouse");
        await gate.Reached;
        await AskAsync(node, account);

        var canceled = await node.WaitAsync(running, account);
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        var erased = await node.Get<Eraser>().RunOnceAsync(Cancel);

        Assert.Equal("canceled", canceled.Row.State);
        Assert.Equal(1, erased);
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT balance FROM accounts"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task RunOnceAsync_QueuedWork_IsCanceledAndNothingMoreIsAccepted()
    {
        await using var node = await StartAsync();
        var account = await AddAsync();
        await House.ExecuteAsync("UPDATE lanes SET paused_until = 'infinity'");
        var queued = await node.AcceptAsync(account, "a lighthouse");

        await AskAsync(node, account);
        var refused = await Assert.ThrowsAsync<Atelier.Core.Errors.AtelierException>(() =>
            node.AcceptAsync(account, "another lighthouse")
        );
        var erased = await node.Get<Eraser>().RunOnceAsync(Cancel);

        Assert.Equal(Atelier.Core.Errors.ErrorCode.Forbidden, refused.Code);
        Assert.Equal(1, erased);
        Assert.Equal(
            "canceled",
            await House.ScalarAsync<string>("SELECT state FROM generations WHERE id = @queued", new { queued })
        );
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task RunOnceAsync_TwoNodes_EraseEachAccountOnce()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        for (var index = 0; index < 6; index++)
        {
            var account = await AddAsync();
            await MakeAsync(one, account, count: 1);
            await AskAsync(one, account);
        }

        var erased = await Task.WhenAll(
            one.Get<Eraser>().RunOnceAsync(Cancel),
            other.Get<Eraser>().RunOnceAsync(Cancel)
        );

        Assert.Equal(6, erased.Sum());
        Assert.Equal(6, await House.ScalarAsync<long>("SELECT count(*) FROM audit WHERE action = 'account.erased'"));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_blobs, BlobKeys.Images)));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task RunOnceAsync_PartsOfOthers_AreAskedInTheSameTransaction()
    {
        var part = new Part();
        await using var node = await StartAsync(configure: services => services.AddSingleton<IErasable>(part));
        var account = await AddAsync();
        await AskAsync(node, account);

        await node.Get<Eraser>().RunOnceAsync(Cancel);

        Assert.Equal([account], part.Erased);
        var report = (await node.Get<ErasureStore>().FindAsync(account, Cancel))!;
        Assert.Contains("\"parts\": 7", report.RemovedJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunOnceAsync_IdleGuest_IsErasedAndAFreshOneStays()
    {
        await using var node = await StartAsync();
        var (idle, _) = await node.Get<GuestStore>().CreateAsync(Cancel);
        await House.MoveClockAsync(TimeSpan.FromDays(29));
        var (fresh, cookie) = await node.Get<GuestStore>().CreateAsync(Cancel);
        Assert.Equal(0, await node.Get<Eraser>().RunOnceAsync(Cancel));
        await House.MoveClockAsync(TimeSpan.FromDays(1));

        Assert.Equal(1, await node.Get<Eraser>().RunOnceAsync(Cancel));

        Assert.Equal("done", (await node.Get<ErasureStore>().FindAsync(idle, Cancel))!.State);
        Assert.Equal(fresh, await node.Get<GuestStore>().FindAsync(cookie, Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task KeyUses_ManyUses_AreOneWriteAndNoneIsLostWithTheDatabase()
    {
        await using var node = await StartAsync();
        var account = await AddAsync();
        await House.AddKeyAsync(account);
        var key = await House.ScalarAsync<Guid>("SELECT id FROM api_keys");
        for (var index = 0; index < 1000; index++)
        {
            node.Get<KeyUses>().Note(key);
        }

        await House.ExecuteAsync("ALTER TABLE api_keys RENAME TO hidden");
        await Assert.ThrowsAsync<PostgresException>(() => node.Get<KeyUses>().RunOnceAsync(Cancel));
        await House.ExecuteAsync("ALTER TABLE hidden RENAME TO api_keys");
        await node.Get<KeyUses>().RunOnceAsync(Cancel);

        Assert.True(
            await House.ScalarAsync<bool>("SELECT last_used_at > atelier.now() - interval '1 minute' FROM api_keys")
        );
    }

    private Task<TestNode> StartAsync(TestProvider? painter = null, Action<IServiceCollection>? configure = null) =>
        TestNode.StartAsync(
            House,
            painter,
            services =>
            {
                services.AddSingleton<IBlobStore>(_disk!);
                configure?.Invoke(services);
            }
        );

    private Task<Guid> AddAsync() => House.AddAccountAsync(100, cancellationToken: Cancel);

    private static async Task MakeAsync(TestNode node, Guid account, int count)
    {
        var made = await node.WaitAsync(await node.AcceptAsync(account, "a lighthouse", count), account);
        Assert.Equal("complete", made.Row.State);
    }

    private static async Task AskAsync(TestNode node, Guid account) =>
        Assert.Equal(
            ErasureOutcome.Requested,
            await node.Get<Eraser>().RequestAsync(account, $"{account}", Actor.Service, Cancel)
        );

    private async Task AssertBalancedAsync() =>
        Assert.Empty((await new LedgerStore(House.Data).CheckAsync(Cancel)).Problems);

    /// <summary>Something that another capability would forget.</summary>
    private sealed class Part : IErasable
    {
        public List<Guid> Erased { get; } = [];

        public string Name => "parts";

        public Task<long> EraseAsync(
            NpgsqlConnection connection,
            NpgsqlTransaction transaction,
            Guid accountId,
            CancellationToken cancellationToken
        )
        {
            Erased.Add(accountId);
            return Task.FromResult(7L);
        }
    }
}
