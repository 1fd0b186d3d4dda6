using Atelier.Data.Events;
using Atelier.Engine.Changes;
using Atelier.Engine.Events;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Failures;
using Atelier.TestKit.Health;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Events;

/// <summary>What nodes tell that have heard nothing of what was told before.</summary>
public sealed class ToldProgressTests : KernelTests
{
    // 44 of our timeline.
    private const int Percent = 40;
    private const int Told = 44;

    private readonly TestWire _first = new("openai", tasks: true);
    private readonly TestWire _second = new("legnext", tasks: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "C-67")]
    public async Task ReadAsync_AtANodeThatStartsLater_TellsNoLessThanWasTold(bool resumed)
    {
        _first.Then(new WireAct { Polls = int.MaxValue, Progress = Percent });
        var node = await StartAsync(_first, _second);
        var id = await TickedAsync(node);

        // Without a cursor it is told where all stands; with one nothing but what is new, and no tick that says less.
        using var reader = new Reader(this);
        using var watch = await reader.WatchAsync();
        await using var frames = reader
            .Sut.ReadAsync(watch, resumed ? await LastAsync(id) : null, TimeSpan.FromHours(1), Cancel)
            .GetAsyncEnumerator(Cancel);
        Assert.True(await frames.MoveNextAsync());
        if (!resumed)
        {
            Assert.InRange(frames.Current.News!.Progress, Told, 49);
            Assert.True(await frames.MoveNextAsync());
        }

        Assert.Null(frames.Current.News);
        reader.Changes.Raise(ChangeWord.Tick(id, Told - 1));
        reader.Changes.Raise(ChangeWord.Tick(id, 60));
        Assert.True(await frames.MoveNextAsync());
        Assert.Equal(60, frames.Current.News!.Progress);
        // It is kept with the generation, not told as an event of its own.
        Assert.Equal(
            "0, 10, 20",
            await House.ScalarAsync<string>(
                "SELECT string_agg(progress::text, ', ' ORDER BY seq) FROM events WHERE generation_id = @id",
                new { id }
            )
        );
    }

    [Fact]
    [Trait("Requirement", "C-16")]
    [Trait("Requirement", "C-67")]
    public async Task ReadAsync_FallbackAfterARestart_TellsNoLessThanWasTold()
    {
        _first.Then(
            new WireAct
            {
                Polls = int.MaxValue,
                Progress = Percent,
                TaskFails = FailureKind.TaskFailed,
                Billed = false,
            }
        );
        var node = await StartAsync(_first, _second);
        var id = await TickedAsync(node);
        var seen = await LastAsync(id);
        await node.StopAsync();
        // The next node's first look finds the end: it hears nothing of how far it was.
        _first.Finish();

        var restarted = await StartAsync(_first, _second);
        var detail = await restarted.WaitAsync(id, Account);

        Assert.Equal("complete", detail.Row.State);
        using var reader = new Reader(this);
        using var watch = await reader.WatchAsync();
        var told = new List<int>();
        await foreach (var frame in reader.Sut.ReadAsync(watch, seen, TimeSpan.FromHours(1), Cancel))
        {
            if (frame.News is not { } news)
            {
                break;
            }

            told.Add(news.Progress);
        }

        Assert.Equal(told.Order(), told);
        Assert.InRange(told[0], Told, 49);
        Assert.Equal(100, told[^1]);
        await Books.AssertAsync(House, _first, _second);
    }

    private async Task<Guid> TickedAsync(TestNode node)
    {
        var ticked = new TaskCompletionSource<int>();
        node.Get<ChangeHub>().Ticked += (_, percent) => ticked.TrySetResult(percent);
        var id = await node.AcceptAsync(Account, "a lighthouse");
        Assert.Equal(Told, await ticked.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancel));
        return id;
    }

    private Task<long> LastAsync(Guid id) =>
        House.ScalarAsync<long>("SELECT max(seq) FROM events WHERE generation_id = @id", new { id });

    /// <summary>The part of a node that tells progress, new and without a memory.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly ProgressHub _hub;
        private readonly Guid _account;

        public Reader(ToldProgressTests tests)
        {
            var (store, ticks) = (new ProgressStore(tests.House.Data), new TickBook(Changes));
            _account = tests.Account;
            _hub = new ProgressHub(store, Changes, ticks, tests.Time, NullLogger<ProgressHub>.Instance);
            Sut = new ProgressReader(_hub, store, new ProgressTeller(ticks, new StillHealth()), tests.Time);
        }

        public ChangeHub Changes { get; } = new();

        public ProgressReader Sut { get; }

        public void Dispose() => _hub.Dispose();

        public Task<ProgressWatch> WatchAsync() => _hub.WatchAsync(_account, ProgressFilter.All, 100, Cancel);
    }
}
