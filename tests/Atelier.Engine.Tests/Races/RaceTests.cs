using System.Security.Cryptography;
using Atelier.Core.Errors;
using Atelier.Data.Accepting;
using Atelier.Data.Budgets;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.TestKit.Racing;

namespace Atelier.Engine.Tests.Races;

/// <summary>Limits that many requests on two nodes meet at the same moment: none is passed by one.</summary>
public sealed class RaceTests : KernelTests
{
    private readonly TestWire _wire = new("openai");

    private BudgetStore Budgets => new(House.Data);

    [Fact]
    [Trait("Requirement", "C-48")]
    public async Task AcceptAsync_CreditsForTen_AcceptsTenOfThirty()
    {
        var account = await House.AddAccountAsync(credits: 10, cancellationToken: Cancel);
        var nodes = await NodesAsync();

        var accepted = await AcceptAllAsync(nodes, account, 30, ErrorCode.InsufficientCredits);

        Assert.Equal(10, accepted.Count);
        await AssertAllCompleteAsync(nodes[0], accepted, account);
        Assert.Equal(10, _wire.Posts.Count);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    [Trait("Requirement", "B-56")]
    public async Task AcceptAsync_BudgetForSeven_AcceptsSevenAndThenWhatTheBillsLeave()
    {
        await Budgets.SetAsync(Most * 7 + Most / 2, Cancel);
        var nodes = await NodesAsync();
        await PauseAsync(_wire.Id);

        var accepted = await AcceptAllAsync(nodes, Account, 30, ErrorCode.BudgetExceeded);
        Assert.Equal(7, accepted.Count);
        Assert.Equal(new BudgetRow(Most * 7 + Most / 2, 0, Most * 7), await Budgets.FindAsync(Cancel));
        await ResumeAsync(_wire.Id);
        await AssertAllCompleteAsync(nodes[0], accepted, Account);
        Assert.Equal(new BudgetRow(Most * 7 + Most / 2, Price * 7, 0), await Budgets.FindAsync(Cancel));
        await Books.AssertAsync(House, _wire);

        // Seventy of three hundred are spent: five times forty fit into what is left.
        await PauseAsync(_wire.Id);
        var more = await AcceptAllAsync(nodes, Account, 30, ErrorCode.BudgetExceeded);

        Assert.Equal(5, more.Count);
        await ResumeAsync(_wire.Id);
        await AssertAllCompleteAsync(nodes[1], more, Account);
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    [Trait("Requirement", "B-51")]
    public async Task AcceptAsync_DailyLimitOfFive_StartsFiveOfFifty()
    {
        await House.ExecuteAsync("UPDATE accounts SET daily_limit = 5");
        var nodes = await NodesAsync();

        var accepted = await AcceptAllAsync(nodes, Account, 50, ErrorCode.QuotaExceeded);

        Assert.Equal(5, accepted.Count);
        await AssertAllCompleteAsync(nodes[0], accepted, Account);
        Assert.Equal(5, await House.ScalarAsync<int>("SELECT pictures FROM daily_usage"));
        Assert.Equal(5, _wire.Posts.Count);
    }

    [Fact]
    public async Task AcceptAsync_TwentyUnderOneKey_MakeOneCall()
    {
        var nodes = await NodesAsync();
        var key = new Idempotency("one", SHA256.HashData([1]));

        var ids = await Together.RunAsync(20, index => nodes[index % 2].AcceptAsync(Account, "once", idempotency: key));

        await AssertAllCompleteAsync(nodes[0], [Assert.Single(ids.Distinct())], Account);
        Assert.Single(_wire.Posts);
        Assert.Equal(99_000, await BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-45")]
    public async Task Claim_FortyGenerationsOnTwoNodes_FillTheLaneAndNeverOverfillIt()
    {
        var gates = Enumerable.Range(0, WireCatalogue.Lane).Select(_ => new Gate()).ToList();
        _wire.Then([.. gates.Select(gate => new WireAct { After = gate })]);
        var nodes = await NodesAsync();

        var accepted = await AcceptAllAsync(nodes, Account, 40, ErrorCode.BudgetExceeded);
        foreach (var gate in gates)
        {
            await gate.Reached;
        }

        Assert.Equal(WireCatalogue.Lane, _wire.Posts.Count);
        gates.ForEach(gate => gate.Open());
        await AssertAllCompleteAsync(nodes[0], accepted, Account);

        Assert.Equal((40, WireCatalogue.Lane), (_wire.Posts.Count, _wire.MostParallel));
        await Books.AssertAsync(House, _wire);
    }

    [Fact]
    public async Task Write_RerunsThatNeedMoreThanIsLeft_ExactlyThoseThatFitAreMade()
    {
        // Four calls are lost; each needs as much again, and there is left twice that.
        await Budgets.SetAsync(Most * 6, Cancel);
        var (gate, second) = (new Gate(), new TestWire("legnext"));
        second.Always = new WireAct { After = gate };
        _wire.Always = WireAct.Lost();
        var nodes = new[] { await StartAsync(_wire, second), await StartAsync(_wire, second) };
        await PauseAsync(_wire.Id);
        var accepted = await AcceptAllAsync(nodes, Account, 4, ErrorCode.BudgetExceeded);
        Assert.Equal(4, accepted.Count);
        await ResumeAsync(_wire.Id);

        await UntilAsync("count(*) = 2 FROM generations WHERE error_code = 'budget_exceeded'");
        await UntilAsync("count(*) = 2 FROM attempts WHERE rerun");
        Assert.Equal(new BudgetRow(Most * 6, 0, Most * 6), await Budgets.FindAsync(Cancel));
        gate.Open();
        await UntilAsync("count(*) = 2 FROM generations WHERE state = 'complete'");

        Assert.Equal((4, 2), (_wire.Posts.Count, second.Posts.Count));
        Assert.Equal(new BudgetRow(Most * 6, Price * 2, Most * 4), await Budgets.FindAsync(Cancel));
        await Books.AssertAsync(House, _wire, second);
    }

    [Fact]
    public async Task Cancel_RacingTheWork_EndsOnceAndKeepsTheBooks()
    {
        var tasks = new TestWire("legnext", tasks: true) { Cancels = WireCancel.Confirms };
        await Budgets.SetAsync(Most * 100, Cancel);
        var nodes = new[] { await StartAsync(tasks), await StartAsync(tasks) };
        var ids = await AcceptAllAsync(nodes, Account, 40, ErrorCode.BudgetExceeded);

        await Together.RunAsync(40, index => TryCancelAsync(nodes[index % 2], ids[index]));
        foreach (var id in ids)
        {
            var row = (await nodes[0].WaitAsync(id, Account)).Row;
            Assert.Contains(row.State, new[] { "complete", "canceled" });
        }

        await Books.AssertAsync(House, tasks);
        Assert.Equal(0, (await Budgets.FindAsync(Cancel))!.Risk);
    }

    [Fact]
    public async Task SetAsync_WhileWorkIsAcceptedAndDone_CountsWhatARecountFinds()
    {
        var nodes = await NodesAsync();
        await Together.RunAsync(
            30,
            async index =>
            {
                if (index % 10 == 0)
                {
                    await Budgets.SetAsync(index == 10 ? null : Most * 1000, Cancel);
                    return Guid.Empty;
                }

                var id = await nodes[index % 2].AcceptAsync(Account, $"job {index}");
                await nodes[index % 2].WaitAsync(id, Account);
                return id;
            }
        );
        await Budgets.SetAsync(Most * 1000, Cancel);

        Assert.Equal(new BudgetRow(Most * 1000, Price * 27, 0), await Budgets.FindAsync(Cancel));
        await Books.AssertAsync(House, _wire);
    }

    private async Task<TestNode[]> NodesAsync() => [await StartAsync(_wire), await StartAsync(_wire)];

    /// <summary>Asks for one picture, many times at once; those accepted. All others are refused with the code.</summary>
    private static async Task<IReadOnlyList<Guid>> AcceptAllAsync(
        TestNode[] nodes,
        Guid account,
        int count,
        ErrorCode refusal
    )
    {
        var ids = await Together.RunAsync<Guid?>(
            count,
            async index =>
            {
                try
                {
                    return await nodes[index % nodes.Length].AcceptAsync(account, $"job {index}");
                }
                catch (AtelierException refused) when (refused.Code == refusal)
                {
                    return null;
                }
            }
        );
        return [.. ids.OfType<Guid>()];
    }

    private async Task<bool> TryCancelAsync(TestNode node, Guid id)
    {
        try
        {
            return await node.Get<GenerationCanceler>().CancelAsync(id, Account, Cancel) is not null;
        }
        catch (AtelierException late) when (late.Code == ErrorCode.NotCancelable)
        {
            return false;
        }
    }

    private static async Task AssertAllCompleteAsync(TestNode node, IReadOnlyList<Guid> ids, Guid account)
    {
        foreach (var id in ids)
        {
            Assert.Equal("complete", (await node.WaitAsync(id, account)).Row.State);
        }
    }
}
