using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Generations;

public sealed class CancelTests : StoreTests
{
    [Fact]
    public async Task CancelAsync_Queued_EndsAtOnceAndReleases()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.For(account, count: 3);
        await AcceptAllAsync([order]);

        Assert.Equal(CancelOutcome.Canceled, await Ends.CancelAsync(order.GenerationId, account, Cancel));

        Assert.Equal("canceled", await StateAsync(order.GenerationId));
        Assert.Equal(10_000, await BalanceAsync(account));
        Assert.Empty(await Claims.ClaimAsync(Wish(Open), Cancel));
        Assert.Equal("canceled", await House.ScalarAsync<string>("SELECT state FROM events WHERE seq = 2"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task CancelAsync_Running_IsRequestedAndTheWorkerLearnsIt()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);

        Assert.Equal(CancelOutcome.Requested, await Ends.CancelAsync(claim.GenerationId, account, Cancel));
        Assert.Equal(CancelOutcome.Requested, await Ends.CancelAsync(claim.GenerationId, account, Cancel));

        Assert.True(await Works.ReachAsync(claim, Milestone.PromptProcessed, Cancel));
        Assert.True((await LoadAsync(claim.GenerationId))!.CancelRequested);
        Assert.Equal(9000, await BalanceAsync(account));
        Assert.NotNull(await Ends.EndAsync(claim, Orders.Canceled(), Cancel));
        Assert.Equal(10_000, await BalanceAsync(account));
    }

    public static TheoryData<Milestone, CancelOutcome> Stages =>
        new()
        {
            { Milestone.PromptProcessed, CancelOutcome.Requested },
            { Milestone.Started, CancelOutcome.Requested },
            { Milestone.Generated, CancelOutcome.Requested },
            { Milestone.PostProcessing, CancelOutcome.TooLate },
            { Milestone.Uploading, CancelOutcome.TooLate },
        };

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task CancelAsync_AtAStage_IsTooLateFromPostProcessingOn(Milestone reached, CancelOutcome expected)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        await Works.ReachAsync(claim, reached, Cancel);

        Assert.Equal(expected, await Ends.CancelAsync(claim.GenerationId, account, Cancel));

        var row = await new GenerationStore(House.Data).FindAsync(claim.GenerationId, account, Cancel);
        Assert.Equal(expected == CancelOutcome.Requested, row!.CancelRequested);
        Assert.Equal(reached.State.ToWire(), row.State);
    }

    [Fact]
    public async Task CancelAsync_Ended_IsNotRunningAndChangesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        await Ends.EndAsync(claim, Orders.Delivered(), Cancel);
        var before = await TableContents.ReadAsync(House);

        Assert.Equal(CancelOutcome.NotRunning, await Ends.CancelAsync(claim.GenerationId, account, Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task CancelAsync_OfAnotherAccountOrUnknown_IsNotRunningAndChangesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var stranger = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        var queued = Orders.For(account);
        await AcceptAllAsync([queued]);
        var before = await TableContents.ReadAsync(House);

        Assert.Equal(CancelOutcome.NotRunning, await Ends.CancelAsync(claim.GenerationId, stranger, Cancel));
        Assert.Equal(CancelOutcome.NotRunning, await Ends.CancelAsync(queued.GenerationId, stranger, Cancel));
        Assert.Equal(CancelOutcome.NotRunning, await Ends.CancelAsync(Guid.CreateVersion7(), account, Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task CancelAsync_RacingAClaimer_EitherCancelsOrReachesTheWorker()
    {
        var account = await House.AddAccountAsync(40, cancellationToken: Cancel);
        var node = EndsOn(AddNode());
        for (var round = 0; round < 40; round++)
        {
            var order = Orders.For(account);
            await AcceptAllAsync([order]);

            var outcomes = await Together.RunAsync<object>(
                2,
                async index =>
                    index == 0
                        ? await Claims.ClaimAsync(Wish(Open), Cancel)
                        : await node.CancelAsync(order.GenerationId, account, Cancel)
            );

            var claims = Assert.IsType<IReadOnlyList<Data.Queue.Claim>>(outcomes[0], exactMatch: false);
            Assert.Equal(claims.Count == 0 ? CancelOutcome.Canceled : CancelOutcome.Requested, outcomes[1]);
            foreach (var claim in claims)
            {
                Assert.True(await Works.ReachAsync(claim, Milestone.PromptProcessed, Cancel));
                Assert.NotNull(await Ends.EndAsync(claim, Orders.Canceled(), Cancel));
            }
        }

        Assert.Equal(40_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task CancelAsync_RacingTheEnd_SettlesOnce()
    {
        var account = await House.AddAccountAsync(30, cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 30).Select(_ => Orders.For(account)));
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        var node = EndsOn(AddNode());

        await Together.RunAsync(
            60,
            async index =>
                index % 2 == 0
                    ? await Ends.EndAsync(claims[index / 2], Orders.Delivered(), Cancel) is not null
                    : await node.CancelAsync(claims[index / 2].GenerationId, account, Cancel) == CancelOutcome.Requested
        );

        Assert.Equal(30L, await House.ScalarAsync<long>("SELECT count(*) FROM generations WHERE state = 'complete'"));
        Assert.Equal(0, await BalanceAsync(account));
        await AssertBalancedAsync();
    }
}
