using System.Threading.Channels;
using Atelier.Data.Changes;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Changes;

public sealed class ChangeChannelTests : StoreTests
{
    private readonly Channel<IReadOnlyList<string>> _received = Channel.CreateUnbounded<IReadOnlyList<string>>();

    private ChangeChannel Sender => new(House.Data);

    [Fact]
    public async Task SendAsync_FewWords_ArriveInOneNotification()
    {
        await using var listener = await ListenAsync();

        await Sender.SendAsync(["lane:open", "account:1", "generation:2"], Cancel);

        Assert.Equal(["lane:open", "account:1", "generation:2"], await _received.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task SendAsync_LongList_IsSplitAndArrivesWholeInOrder()
    {
        await using var listener = await ListenAsync();
        var words = Enumerable.Range(0, 2000).Select(_ => Guid.CreateVersion7().ToString()).ToList();

        await Sender.SendAsync(words, Cancel);

        var batches = await ReadAsync(words.Count);
        Assert.Equal(words, batches.SelectMany(batch => batch));
        // 213 ids of 36 letters and a space fit into one.
        Assert.Equal(10, batches.Count);
    }

    [Theory]
    [InlineData(7898, 1)]
    [InlineData(7899, 2)]
    public async Task SendAsync_AtTheEdgeOfAPayload_FitsOrIsSplit(int length, int expected)
    {
        await using var listener = await ListenAsync();
        string[] words = [new string('x', length - 1), "y"];

        await Sender.SendAsync(words, Cancel);

        var batches = await ReadAsync(words.Length);
        Assert.Equal(words, batches.SelectMany(batch => batch));
        Assert.Equal(expected, batches.Count);
    }

    [Fact]
    public async Task SendAsync_NothingToSay_SendsNothing()
    {
        await using var listener = await ListenAsync();

        await Sender.SendAsync([], Cancel);
        await Sender.SendAsync(["last"], Cancel);

        Assert.Equal(["last"], await _received.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task SendAsync_ManySendersOnTwoNodes_AllWordsReachEveryListener()
    {
        await using var one = await ListenAsync();
        await using var two = await ListenAsync();
        var nodes = new[] { new ChangeChannel(AddNode()), new ChangeChannel(AddNode()) };

        await Together.RunAsync(
            40,
            async index =>
            {
                await nodes[index % 2].SendAsync(Enumerable.Range(0, 25).Select(word => $"{index}:{word}"), Cancel);
                return true;
            }
        );

        var words = (await ReadAsync(2000)).SelectMany(batch => batch).ToList();
        Assert.Equal(1000, words.Distinct().Count());
        Assert.All(words.CountBy(word => word), pair => Assert.Equal(2, pair.Value));
    }

    [Fact]
    public async Task ListenAsync_CutOff_Ends()
    {
        var listening = new TaskCompletionSource();
        var listener = Sender.ListenAsync(listening.SetResult, _ => { }, Cancel);
        await listening.Task.WaitAsync(Cancel);

        await House.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        );

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => listener);
    }

    [Fact]
    public async Task ListenAsync_AfterAnotherEnded_HearsNothingFromBefore()
    {
        // One connection, which goes back to the pool and is taken again.
        var pool = new ChangeChannel(AddNode());
        await (await ListenAsync(pool)).DisposeAsync();
        await Sender.SendAsync(["stale"], Cancel);

        await using var second = await ListenAsync(pool);
        await Sender.SendAsync(["fresh"], Cancel);

        Assert.Equal(["fresh"], await _received.Reader.ReadAsync(Cancel));
    }

    private async Task<Listener> ListenAsync(ChangeChannel? channel = null)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = (channel ?? Sender).ListenAsync(
            listening.SetResult,
            words => _received.Writer.TryWrite(words),
            stop.Token
        );
        await await Task.WhenAny(listening.Task, running);
        return new Listener(stop, running);
    }

    private async Task<List<IReadOnlyList<string>>> ReadAsync(int words)
    {
        var batches = new List<IReadOnlyList<string>>();
        while (batches.Sum(batch => batch.Count) < words)
        {
            batches.Add(await _received.Reader.ReadAsync(Cancel));
        }

        return batches;
    }

    private sealed class Listener(CancellationTokenSource stop, Task running) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            stop.Dispose();
        }
    }
}
