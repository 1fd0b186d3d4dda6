using Atelier.Data.Queue;
using Atelier.TestKit.Time;

namespace Atelier.Data.Tests.Queue;

public sealed class WriteGroupsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource> _gates = [];
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<int[]> _written = [];

    [Fact]
    public async Task WriteAsync_NothingElseBeingWritten_IsWrittenAloneAtOnce()
    {
        using var groups = CreateSut();

        var one = groups.WriteAsync(1);
        await BegunAsync();

        Assert.Equal(
            [
                [1],
            ],
            _written
        );
        Assert.Equal(0, _time.Waiting);
        _gates[0].SetResult();
        Assert.Equal(10, await one);
    }

    [Fact]
    public async Task WriteAsync_WhileOneIsBeingWritten_GoTogetherWhenItEnds()
    {
        using var groups = CreateSut();
        var one = groups.WriteAsync(1);
        await BegunAsync();

        var rest = new[] { groups.WriteAsync(2), groups.WriteAsync(3) };
        Assert.Single(_written);
        _gates[0].SetResult();
        await BegunAsync();
        _gates[1].SetResult();

        Assert.Equal(10, await one);
        int[] expected = [20, 30];
        Assert.Equal(expected, await Task.WhenAll(rest));
        Assert.Equal(
            [
                [1],
                [2, 3],
            ],
            _written
        );
    }

    [Fact]
    public async Task WriteAsync_GroupBeforeTakesLong_BeginsAfterFiveMilliseconds()
    {
        using var groups = CreateSut();
        _ = groups.WriteAsync(1);
        await BegunAsync();

        _ = groups.WriteAsync(2);
        _time.Advance(TimeSpan.FromMilliseconds(4));
        _ = groups.WriteAsync(3);
        Assert.Single(_written);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await BegunAsync();

        Assert.Equal(
            [
                [1],
                [2, 3],
            ],
            _written
        );
        Assert.Equal(0, _time.Waiting);
    }

    [Fact]
    public async Task WriteAsync_ThirtyTwoWait_BeginAtOnceAndTheNextWaits()
    {
        using var groups = CreateSut();
        _ = groups.WriteAsync(0);
        await BegunAsync();

        for (var item = 1; item <= 33; item++)
        {
            _ = groups.WriteAsync(item);
        }

        await BegunAsync();
        Assert.Equal(Enumerable.Range(1, 32), _written[1]);
        Assert.Equal(1, _time.Waiting);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await BegunAsync();
        Assert.Equal([33], _written[2]);
    }

    [Fact]
    public async Task WriteAsync_GroupFails_EachIsTriedByItself()
    {
        using var groups = CreateSut();
        _ = groups.WriteAsync(1);
        await BegunAsync();
        var (bad, good) = (groups.WriteAsync(-2), groups.WriteAsync(3));

        _gates[0].SetResult();
        for (var tries = 0; tries < 3; tries++)
        {
            await BegunAsync();
            _gates.ForEach(gate => gate.TrySetResult());
        }

        Assert.Equal(30, await good);
        await Assert.ThrowsAsync<ArithmeticException>(() => bad);
    }

    [Fact]
    public async Task WriteAsync_GroupFailsForGood_AllOfItFailAndTheNextIsWritten()
    {
        using var groups = CreateSut();
        _ = groups.WriteAsync(1);
        await BegunAsync();
        var (bad, other) = (groups.WriteAsync(-1000), groups.WriteAsync(3));
        _gates[0].SetResult();
        await BegunAsync();
        _gates[1].SetResult();

        await Assert.ThrowsAsync<TimeoutException>(() => bad);
        await Assert.ThrowsAsync<TimeoutException>(() => other);
        var next = groups.WriteAsync(4);
        await BegunAsync();
        _gates[2].SetResult();
        Assert.Equal(40, await next);
    }

    private WriteGroups<int, int> CreateSut() =>
        new(
            async item => (await WriteAsync([item]))[0],
            WriteAsync,
            exception => exception is ArithmeticException,
            _time
        );

    private async Task BegunAsync() =>
        Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    // Negative items fail: below -100 for good.
    private async Task<IReadOnlyList<int>> WriteAsync(IReadOnlyList<int> items)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gates)
        {
            _gates.Add(gate);
            _written.Add([.. items]);
        }

        _begun.Release();
        await gate.Task;
        if (items.Any(item => item < -100))
        {
            throw new TimeoutException();
        }

        return items.Any(item => item < 0) ? throw new ArithmeticException() : [.. items.Select(item => item * 10)];
    }
}
