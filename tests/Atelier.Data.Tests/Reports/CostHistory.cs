using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Generations;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Attempts;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Reports;

/// <summary>Lets generations go every way there is, through the stores, and remembers what was billed.</summary>
internal sealed class CostHistory
{
    private const string First = "paid";
    private const string Second = "other";
    private const string Painter = "open";

    // A way for each number; see RunAsync.
    private const int Ways = 11;

    private static readonly string[] Operations = ["create", "edit", "upscale"];

    private readonly ReportStoreTests _house;
    private readonly Dictionary<Guid, string> _lanes = [];
    private readonly List<(Guid Account, Guid? Key)> _callers;

    private CostHistory(ReportStoreTests house, List<(Guid, Guid?)> callers) => (_house, _callers) = (house, callers);

    /// <summary>Nano-dollars that were billed or given up.</summary>
    public long Billed { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CostHistory> StartAsync(ReportStoreTests house)
    {
        await new LaneStore(house.House.Data).SaveAsync(
            [new Lane(Painter, null, Paid: false), new Lane(First, 100, Paid: true), new Lane(Second, 100, Paid: true)],
            Cancel
        );
        var (one, key) = await house.AccountWithKeyAsync();
        var (two, other) = await house.AccountWithKeyAsync();
        return new CostHistory(house, [(one, key), (one, null), (two, other)]);
    }

    public AcceptOrder Order(int caller = 0, int count = 1, string operation = "create") =>
        PaidStoreTests.PaidOrder(_callers[caller].Account, count) with
        {
            KeyId = _callers[caller].Key,
            Operation = operation,
            PlanJson = """
                {"chain": [{"provider": "paid", "model": "alpha"}, {"provider": "other", "model": "beta"}]}
                """,
        };

    public async Task<AcceptOrder> AcceptAsync(AcceptOrder? order = null)
    {
        order ??= Order();
        await _house.AcceptAllAsync([order]);
        _lanes[order.GenerationId] = First;
        return order;
    }

    public async Task<Claim> ClaimAsync(AcceptOrder order) =>
        Assert.Single(
            await _house.Claims.ClaimAsync(StoreTests.Wish(_lanes[order.GenerationId]), Cancel),
            claim => claim.GenerationId == order.GenerationId
        );

    /// <summary>The call fails and costs this much, or nothing where that is null; then the next provider's turn comes, or the end.</summary>
    public async Task FailAsync(AcceptOrder order, long? cost, bool last = false)
    {
        var claim = await ClaimAsync(order);
        var change = PaidStoreTests.Change(claim, AttemptState.Failed, Bill(cost));
        if (last)
        {
            await EndAsync(claim, Orders.Failed(), change);
            return;
        }

        var next = PaidStoreTests.Call(order.Count, Second, link: 1);
        Assert.Equal(StepOutcome.Written, await _house.Steps.WriteAsync(claim, new Step([change], next), Cancel));
        _lanes[order.GenerationId] = Second;
    }

    public async Task DeliverAsync(AcceptOrder order, long cost, int? delivered = null)
    {
        var claim = await ClaimAsync(order);
        var lane = _lanes[order.GenerationId];
        var ending = Orders.Delivered(delivered ?? order.Count, order.Count);
        var pictures = ending.Delivered.ToDictionary(
            picture => picture.Key,
            picture => picture.Value with { Provider = lane, Model = lane == First ? "alpha" : "beta" }
        );
        var change = PaidStoreTests.Change(claim, AttemptState.Succeeded, Bill(cost));
        await EndAsync(claim, ending with { Delivered = pictures }, change);
    }

    public async Task CancelAsync(AcceptOrder order) =>
        Assert.Equal(
            CancelOutcome.Canceled,
            await _house.Ends.CancelAsync(order.GenerationId, order.AccountId, Cancel)
        );

    /// <summary>So many generations, some hours apart; each way in turn, and the rest by lot.</summary>
    public async Task RunAsync(Lots lots, int count)
    {
        for (var index = 0; index < count; index++)
        {
            await _house.House.MoveClockAsync(TimeSpan.FromHours(lots.Draw(9)));
            var order = Order(lots.Draw(_callers.Count), 1 + lots.Draw(3), lots.Of(Operations));
            await RunOneAsync(index % Ways, order, lots, index / Ways);
        }
    }

    private async Task RunOneAsync(int way, AcceptOrder order, Lots lots, int round)
    {
        switch (way)
        {
            case 0 or 1:
                await DeliverAsync(await AcceptAsync(order), lots.Draw(161), 1 + lots.Draw(order.Count));
                break;
            case 2:
                // More than it could cost.
                await DeliverAsync(await AcceptAsync(order), 120 + lots.Draw(50));
                break;
            case 3 or 4:
                await FailAsync(await AcceptAsync(order), way == 3 ? null : lots.Draw(90));
                await _house.House.MoveClockAsync(TimeSpan.FromHours(lots.Draw(9)));
                await DeliverAsync(order, lots.Draw(90));
                break;
            case 5:
                await FailAsync(await AcceptAsync(order), null);
                await FailAsync(order, lots.Draw(90), last: true);
                break;
            case 6 or 7:
                await LoseAsync(order, lots, (round * 2) + way - 6);
                break;
            case 8:
                await CancelAsync(await AcceptAsync(order));
                break;
            case 9:
                await PaintAsync(order, lots.Draw(2) == 0);
                break;
            default:
                // Still at work when the report is made.
                await ClaimAsync(await AcceptAsync(order));
                break;
        }
    }

    // Nobody knows at the end; later an operator may.
    private async Task LoseAsync(AcceptOrder order, Lots lots, int way)
    {
        var lost = await _house.EndedUnknownAsync(order);
        await _house.House.MoveClockAsync(TimeSpan.FromHours(lots.Draw(30)));
        var (action, cost) = (way % 4) switch
        {
            0 => (OperatorAction.WriteOff, 100L),
            1 => (OperatorAction.Paid, lots.Draw(150)),
            2 => (OperatorAction.NotPaid, 0),
            _ => ((OperatorAction?)null, 0L),
        };
        if (action is { } decided)
        {
            var bill = decided == OperatorAction.Paid ? cost : (long?)null;
            Assert.True(
                await _house.Operators.DecideAsync(lost.AttemptId!.Value, decided, bill, "by lot", null, Cancel)
            );
            Billed += cost;
        }
    }

    private async Task PaintAsync(AcceptOrder order, bool works)
    {
        var painted = Orders.For(order.AccountId, Painter, order.Count) with
        {
            KeyId = order.KeyId,
            PlanJson = """{"chain": [{"provider": "local", "model": "painter"}]}""",
        };
        await _house.AcceptAllAsync([painted]);
        var claim = Assert.Single(await _house.Claims.ClaimAsync(StoreTests.Wish(Painter), Cancel));
        var ending = works ? Orders.Delivered(order.Count, order.Count) : Orders.Failed();
        Assert.NotNull(await _house.Ends.EndAsync(claim, ending, Cancel));
    }

    private Booking Bill(long? cost)
    {
        Billed += cost ?? 0;
        return cost is { } nanos ? new Booking.Cost(nanos, false) : new Booking.Clear();
    }

    private async Task EndAsync(Claim claim, Ending ending, AttemptChange change) =>
        Assert.NotNull(await _house.Ends.EndAsync(claim, ending with { Paid = true, Attempts = [change] }, Cancel));
}
