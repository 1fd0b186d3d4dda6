using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Races;

/// <summary>The caller's own cap, when more calls are needed than were foreseen. Each may cost 0.04 dollars, and costs 0.01.</summary>
public sealed class RoomTests : KernelTests
{
    private readonly TestWire _first = new("openai");
    private readonly TestWire _second = new("legnext");

    [Fact]
    public async Task Write_RerunAboveTheCallersCap_IsNotSent()
    {
        _first.Then(WireAct.Lost());
        var detail = await RunAsync(maxCost: 0.07m);

        Assert.Equal(("failed", "budget_exceeded", 0L), (detail.State, detail.ErrorCode, detail.Settled));
        Assert.Empty(_second.Posts);
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task Write_RerunWithinTheCallersCap_IsSent()
    {
        _first.Then(WireAct.Lost());
        var detail = await RunAsync(maxCost: 0.08m);

        Assert.Equal("complete", detail.State);
        Assert.Single(_second.Posts);
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task Write_FirstCallWasFree_ItsRiskIsRoomForTheNext()
    {
        _first.Then(WireAct.Failing(FailureKind.ServerError));

        Assert.Equal("complete", (await RunAsync(maxCost: 0.04m)).State);
    }

    [Theory]
    [InlineData(0.05, "complete")]
    [InlineData(0.045, "failed")]
    public async Task Write_FirstCallCostLessThanItsRisk_TheRestIsRoomForTheNext(double cap, string state)
    {
        // 0.01 was billed and 0.04 may be: that makes 0.05.
        _first.Then(WireAct.Failing(FailureKind.ServerError, Charge.Charged));

        Assert.Equal(state, (await RunAsync((decimal)cap)).State);
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task Write_FirstCallCostMoreThanItsRisk_LeavesSoMuchLess()
    {
        var dear = new TestWire("openai")
        {
            Always = new WireAct { Unreadable = FailureKind.Unreadable },
            Price = 90_000_000,
        };
        var node = await StartAsync(dear, _second);

        // 0.09 is booked for the answer that cannot be read, and 0.04 may be: that makes 0.13.
        var id = await node.AcceptAsync(Account, "dear", maxCost: 0.1m);
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(("failed", "budget_exceeded"), (detail.Row.State, detail.Row.ErrorCode));
        Assert.Empty(_second.Posts);
        Assert.Equal("risk 40, cost 40, overrun 50", await Books.OfAsync(House, id));
    }

    private async Task<Data.Generations.GenerationRow> RunAsync(decimal maxCost)
    {
        var node = await StartAsync(_first, _second);
        var id = await node.AcceptAsync(Account, "capped", maxCost: maxCost);
        return (await node.WaitAsync(id, Account)).Row;
    }
}
