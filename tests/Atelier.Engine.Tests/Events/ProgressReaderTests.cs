using Atelier.Data.Events;
using Atelier.Engine.Changes;
using Atelier.Engine.Events;
using Atelier.TestKit.Health;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Events;

public sealed class ProgressReaderTests : IAsyncLifetime
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new();
    private readonly ChangeHub _changes = new();
    private TestHouse _house = null!;
    private ProgressHub _hub = null!;
    private Guid _account;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _house = await HousePool.TakeAsync(Cancel);
        _account = await _house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        _hub = new ProgressHub(
            new ProgressStore(_house.Data),
            _changes,
            new TickBook(_changes),
            _time,
            NullLogger<ProgressHub>.Instance
        );
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await HousePool.GiveBackAsync(_house, TestContext.Current.TestState?.Result == TestResult.Passed);
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task ReadAsync_NothingHappens_BeatsEveryFifteenSeconds()
    {
        using var watch = await _hub.WatchAsync(_account, ProgressFilter.All, 10, Cancel);
        await using var frames = CreateSut().ReadAsync(watch, null, Quiet, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(new ProgressFrame(0, null), frames.Current);

        for (var beat = 0; beat < 3; beat++)
        {
            var next = frames.MoveNextAsync().AsTask();
            _time.Advance(Quiet - TimeSpan.FromMilliseconds(1));
            Assert.False(next.IsCompleted);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancel));
            Assert.Equal(new ProgressFrame(0, null, Quiet: true), frames.Current);
        }

        var last = frames.MoveNextAsync().AsTask();
        watch.End(WatchEnd.Revoked);
        Assert.False(await last);
    }

    [Fact]
    public async Task RunOnceAsync_ManyAccountsAndReaders_AsksOnce()
    {
        var watches = new List<ProgressWatch>();
        for (var i = 0; i < 50; i++)
        {
            var account = i % 2 == 0 ? _account : await _house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
            watches.Add(await _hub.WatchAsync(account, ProgressFilter.All, 10, Cancel));
        }

        await _hub.RunOnceAsync(Cancel);

        Assert.Equal(1, _hub.Rounds);
        watches.ForEach(watch => watch.Dispose());
        watches.ForEach(watch => watch.Dispose());
    }

    private ProgressReader CreateSut() =>
        new(_hub, new ProgressStore(_house.Data), new ProgressTeller(new TickBook(_changes), new StillHealth()), _time);
}
