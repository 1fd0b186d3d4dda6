using Atelier.Engine.Tests.Nodes;

namespace Atelier.Engine.Tests.Steps;

/// <summary>Many tasks under way at the same time on one node.</summary>
public sealed class ManyTasksTests : KernelTests
{
    [Fact]
    public async Task RunAsync_SixtyTasksAtOnce_EachIsAskedUntilItEndsAndNoneTwice()
    {
        var wire = new TestWire("legnext", tasks: true) { Always = new WireAct { Polls = 3 } };
        var node = await StartAsync(new NodeSetup { Wires = [wire] }, work => work.RemoteAtOnce = 16);

        var ids = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(number => node.AcceptAsync(Account, $"job {number}"))
        );
        foreach (var id in ids)
        {
            Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        }

        Assert.Equal(60, wire.Posts.Count);
        Assert.Equal(180L, await House.ScalarAsync<long>("SELECT sum(polls) FROM attempts"));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_ProviderHangsWhenAsked_OthersAreAskedAllTheSame()
    {
        var gate = new TaskCompletionSource();
        var hanging = new TestWire("piapi", tasks: true) { OnPoll = cancel => gate.Task.WaitAsync(cancel) };
        var other = new TestWire("legnext", tasks: true);
        var (forHanging, forOther) = (await StartIdleAsync(hanging), await StartIdleAsync(other));
        // Eight places in all for looking after tasks, four of them for one provider.
        var node = await StartAsync(new NodeSetup { Wires = [other, hanging] }, work => work.RemoteAtOnce = 4);
        await House.ExecuteAsync("UPDATE lanes SET capacity = NULL");
        var stuck = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(number => forHanging.AcceptAsync(Account, $"stuck {number}"))
        );
        await UntilAsync("(SELECT count(*) FROM attempts WHERE state = 'submitted') = 12");
        await UntilAsync("(SELECT count(*) FROM queue WHERE state = 'running') = 4");

        var id = await forOther.AcceptAsync(Account, "not stuck");

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Equal(4L, await House.ScalarAsync<long>("SELECT count(*) FROM queue WHERE state = 'running'"));

        gate.SetResult();
        foreach (var late in stuck)
        {
            Assert.Equal("complete", (await node.WaitAsync(late, Account)).Row.State);
        }

        await Books.AssertAsync(House, hanging, other);
    }

    [Fact]
    public async Task RunAsync_TwoProvidersHangWhenAsked_AThirdIsAskedAllTheSame()
    {
        var gate = new TaskCompletionSource();
        TestWire[] hanging =
        [
            new("piapi", tasks: true) { OnPoll = cancel => gate.Task.WaitAsync(cancel) },
            new("openai", tasks: true) { OnPoll = cancel => gate.Task.WaitAsync(cancel) },
        ];
        var other = new TestWire("legnext", tasks: true);
        var doors = new[] { await StartIdleAsync(hanging[0]), await StartIdleAsync(hanging[1]) };
        var forOther = await StartIdleAsync(other);
        var node = await StartAsync(new NodeSetup { Wires = [other, .. hanging] }, work => work.RemoteAtOnce = 4);
        await House.ExecuteAsync("UPDATE lanes SET capacity = NULL");
        var stuck = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(number => doors[number % 2].AcceptAsync(Account, $"stuck {number}"))
        );
        await UntilAsync("(SELECT count(*) FROM attempts WHERE state = 'submitted') = 16");
        await UntilAsync("(SELECT count(*) FROM queue WHERE state = 'running') >= 5");

        var id = await forOther.AcceptAsync(Account, "not stuck");

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.InRange(await House.ScalarAsync<long>("SELECT count(*) FROM queue WHERE state = 'running'"), 5, 7);

        gate.SetResult();
        foreach (var late in stuck)
        {
            Assert.Equal("complete", (await node.WaitAsync(late, Account)).Row.State);
        }

        await Books.AssertAsync(House, [.. hanging, other]);
    }
}
