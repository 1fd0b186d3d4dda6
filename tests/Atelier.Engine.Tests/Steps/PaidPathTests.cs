using Atelier.Core.States;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Racing;

namespace Atelier.Engine.Tests.Steps;

public sealed class PaidPathTests : KernelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_OnePicture_IsPaidOnceAndLeavesNothingOpen(bool tasks)
    {
        var wire = new TestWire("openai", tasks)
        {
            Always = new WireAct { Polls = 2, Progress = 60 },
        };
        var node = await StartAsync(wire);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        var image = Assert.Single(detail.Slots).Image!;
        Assert.Equal(("alpha", "openai", false), (image.Model, image.Provider, image.Candidate));
        var attempt = Assert.Single(await AttemptsAsync(detail.Row.Id));
        Assert.Equal((AttemptState.Succeeded, true), (attempt.State, attempt.Stored));
        Assert.Equal(attempt.Id, Assert.Single(wire.Posts).AttemptId);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM queue"));
        // It goes after the commit that the answer waits for.
        Assert.True(SpinWait.SpinUntil(() => !HasSpool(attempt.Id), TimeSpan.FromSeconds(10)));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_TaskWire_KeepsWhichTaskMadeWhichPicture()
    {
        var wire = new TestWire("legnext", tasks: true) { PicturesPerCall = 4, MaxPerCall = 4 };
        var node = await StartAsync(wire);

        var detail = await RunAsync(node, count: 2);

        var attempt = Assert.Single(await AttemptsAsync(detail.Row.Id));
        Assert.Equal(wire.TaskOf(attempt.Id), attempt.TaskId);
        Assert.Equal([0, 1], detail.Slots.Select(slot => slot.Image!.TaskPicture));
        Assert.All(detail.Slots, slot => Assert.Equal(attempt.TaskId, slot.Image!.TaskId));
    }

    [Fact]
    public async Task RunAsync_PicturesMissingBefore_OthersKeepTheirNumberInTheTask()
    {
        var wire = new TestWire("legnext", tasks: true) { PicturesPerCall = 4, MaxPerCall = 4 };
        wire.Then(new WireAct { Left = 1 });
        var node = await StartAsync(wire);

        var detail = await RunAsync(node, count: 2);

        Assert.Equal([1, 2], detail.Slots.Select(slot => slot.Image!.TaskPicture));
        Assert.Single(wire.Posts);
    }

    [Theory]
    [InlineData(5, 4, new[] { 4, 1 })]
    [InlineData(10, 1, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(10, 10, new[] { 10 })]
    public async Task RunAsync_MorePicturesThanACallServes_IsSplit(int count, int perCall, int[] expected)
    {
        var wire = new TestWire("openai") { MaxPerCall = perCall };
        var node = await StartAsync(wire);

        var detail = await RunAsync(node, count);

        Assert.Equal("complete", detail.Row.State);
        Assert.Equal(expected, wire.Posts.Select(post => post.Pictures));
        Assert.Equal(expected, wire.Reads.Select(asked => asked ?? 0));
        Assert.Equal(count * 1000L, detail.Row.Settled);
        Assert.Equal(count, detail.Slots.Select(slot => slot.Image!.Id).Distinct().Count());
        Assert.Equal(count * Price, wire.Billed);
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_TaskWireSplit_HasAllTasksUnderWayAtOnce()
    {
        var wire = new TestWire("legnext", tasks: true) { Always = new WireAct { Polls = int.MaxValue } };
        var node = await StartAsync(wire);

        var id = await node.AcceptAsync(Account, "three", count: 3);
        await UntilAsync("count(*) = 3 FROM attempts WHERE state = 'submitted'");
        wire.Finish();

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Equal(3, wire.Posts.Count);
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_CallYieldsMoreThanWasAsked_KeepsTheSurplusForAWeekAndChargesNothing()
    {
        var wire = new TestWire("legnext", tasks: true) { PicturesPerCall = 4, MaxPerCall = 4 };
        var node = await StartAsync(wire);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Null(Assert.Single(detail.Slots).Image!.ExpiresAt);
        Assert.Equal(
            3L,
            await House.ScalarAsync<long>(
                """
                SELECT count(*) FROM images WHERE candidate
                AND expires_at BETWEEN atelier.now() + interval '6 days 23 hours' AND atelier.now() + interval '7 days'
                """
            )
        );
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_ProviderDoesNotTellTheCost_BooksTheExpectedOne()
    {
        var wire = new TestWire("openai")
        {
            MaxPerCall = 3,
            Always = new WireAct { Silent = true },
        };
        var node = await StartAsync(wire);

        var detail = await RunAsync(node, count: 3);

        Assert.Equal("risk 120, cost 30", await Books.OfAsync(House, detail.Row.Id));
        Assert.True(await House.ScalarAsync<bool>("SELECT estimated FROM costs WHERE entry = 'cost'"));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_BilledAboveTheMaximum_BooksTheRestAsAnOverrun()
    {
        var wire = new TestWire("openai") { Always = new WireAct { Cost = 50_000_000 } };
        var node = await StartAsync(wire);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal("risk 40, cost 40, overrun 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, wire);
    }

    [Fact]
    public async Task RunAsync_TwoNodesAndTwentyGenerations_EachSlotIsPaidOnce()
    {
        var wire = new TestWire("legnext", tasks: true) { Always = new WireAct { Polls = 1 } };
        var (first, second) = (await StartAsync(wire), await StartAsync(wire));

        var ids = await Together.RunAsync(
            20,
            index => (index % 2 == 0 ? first : second).AcceptAsync(Account, $"job {index}", count: 2)
        );
        foreach (var id in ids)
        {
            Assert.Equal("complete", (await first.WaitAsync(id, Account)).Row.State);
        }

        Assert.Equal(40, wire.Posts.Count);
        Assert.Equal(40 * Price, wire.Billed);
        Assert.Equal(60_000, await BalanceAsync());
        await Books.AssertAsync(House, wire);
    }
}
