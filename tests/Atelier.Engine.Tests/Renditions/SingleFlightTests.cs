using Atelier.Engine.Renditions;

namespace Atelier.Engine.Tests.Renditions;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<int> _flights = new();
    private int _runs;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ManyOfOneKey_RunsOnce()
    {
        var gate = new TaskCompletionSource<int>();

        var waiting = Enumerable.Range(0, 50).Select(_ => RunAsync("one", gate)).ToList();
        var other = RunAsync("other", gate);
        gate.SetResult(7);

        Assert.All(await Task.WhenAll(waiting), value => Assert.Equal(7, value));
        Assert.Equal(7, await other);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task RunAsync_AfterItsEnd_RunsAgain()
    {
        var gate = new TaskCompletionSource<int>();
        gate.SetResult(1);

        await RunAsync("one", gate);
        await RunAsync("one", gate);

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task RunAsync_WhoeverCameFirstGivesUp_TheOthersGetIt()
    {
        var gate = new TaskCompletionSource<int>();
        using var gaveUp = new CancellationTokenSource();
        var first = RunAsync("one", gate, gaveUp.Token);
        var second = RunAsync("one", gate);

        await gaveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult(3);
        Assert.Equal(3, await second);
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task RunAsync_Failure_IsToldToAllAndNotKept()
    {
        var broken = new TaskCompletionSource<int>();
        var (first, second) = (RunAsync("one", broken), RunAsync("one", broken));
        broken.SetException(new InvalidDataException());

        await Assert.ThrowsAsync<InvalidDataException>(() => first);
        await Assert.ThrowsAsync<InvalidDataException>(() => second);

        var right = new TaskCompletionSource<int>();
        right.SetResult(5);
        Assert.Equal(5, await RunAsync("one", right));
        Assert.Equal(2, _runs);
    }

    private Task<int> RunAsync(string key, TaskCompletionSource<int> gate, CancellationToken? cancel = null) =>
        _flights.RunAsync(
            key,
            () =>
            {
                Interlocked.Increment(ref _runs);
                return gate.Task;
            },
            cancel ?? Cancel
        );
}
