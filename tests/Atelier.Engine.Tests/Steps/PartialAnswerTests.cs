using Atelier.Core.States;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Working;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Steps;

/// <summary>Some pictures of a task lie in the spool when it turns out that the rest will never come: they are paid for, and kept.</summary>
public sealed class PartialAnswerTests : KernelTests
{
    private static readonly WireAct Part = new() { Part = 1, Cost = 10_000_000 };

    private readonly TestWire _wire = new("legnext", tasks: true) { PicturesPerCall = 4, MaxPerCall = 4 };
    private readonly TestWire _next = new("piapi");

    public static TheoryData<string> Ends => ["vanished", "failed"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task RunAsync_TaskIsOverWithSomeOfItsPictures_ThoseAreGiven(string end)
    {
        _wire.Then(
            end == "vanished" ? Part with { Vanishes = true } : Part with { TaskFails = FailureKind.TaskFailed }
        );
        var node = await StartAsync(_wire, _next);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "beta", 1000L), (detail.Row.State, detail.Slots[0].Image!.Model, detail.Row.Settled));
        Assert.Single(_wire.Posts);
        Assert.Empty(_next.Posts);
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _wire, _next);
    }

    [Fact]
    public async Task RunAsync_TaskIsOverdueWithSomeOfItsPictures_ThoseAreGiven()
    {
        _wire.Then(Part with { Polls = int.MaxValue });
        var node = await StartAsync(_wire, _next);
        var id = await node.AcceptAsync(Account, "never whole");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE state = 'submitted' AND polls > 1)");

        await House.MoveClockAsync(_wire.PostTimeout + new WorkOptions().TaskLife + TimeSpan.FromSeconds(1));

        var detail = await node.WaitAsync(id, Account);
        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Empty(_next.Posts);
        Assert.Equal([AttemptState.Succeeded], (await AttemptsAsync(id)).Select(attempt => attempt.State));
        await Books.AssertAsync(House, _wire, _next);
    }
}
