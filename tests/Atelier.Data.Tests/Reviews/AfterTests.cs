using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Data.Reviews;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Reviews;

/// <summary>Pictures that wait before they are delivered.</summary>
public sealed class AfterTests : ReviewCase
{
    [Fact]
    public async Task ParkAsync_Doubtful_IsNeitherDeliveredNorCharged()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);

        var id = await ParkAsync(account, count: 2);

        Assert.Equal(("review", "review"), (await StateAsync(id), await QueueStateAsync(id)));
        Assert.Equal((8000, 0, 0), (await BalanceAsync(account), await DeliveredAsync(id), await ShownAsync(id)));
        Assert.Empty(await ClaimAsync());
        var images = new ImageStore(House.Data);
        var parked = await images.ParkedOfAsync([id], Cancel);
        Assert.Equal(2, parked.Count);
        Assert.Null(await images.FindAsync(parked[0].Id, Cancel));
        Assert.NotNull(await images.FindParkedAsync(parked[0].Id, Cancel));
        Assert.Equal("after", Assert.Single(await Reviews.ListAsync(null, 10, Cancel)).Phase);
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task ParkAsync_ClaimLost_WritesNothing()
    {
        var claim = await AcceptAndClaimAsync(await House.AddAccountAsync(10, cancellationToken: Cancel));
        var before = await TableContents.ReadAsync(House);

        var parked = await new ParkStore(House.Data).ParkAsync(
            claim with
            {
                Epoch = claim.Epoch + 1,
            },
            Doubtful(),
            Cancel
        );

        Assert.Null(parked);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task ParkAsync_OthersHeld_TheNextRuns()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var claim = await AcceptAndClaimAsync(account);
        var held = Orders.For(account);
        await AcceptAllAsync([held]);
        Assert.Equal("held", await QueueStateAsync(held.GenerationId));

        var parked = await new ParkStore(House.Data).ParkAsync(claim, Doubtful(), Cancel);

        Assert.Equal(Open, parked!.PromotedLane);
        Assert.Equal("ready", await QueueStateAsync(held.GenerationId));
    }

    [Fact]
    public async Task DecideAsync_Accept_DeliversAndChargesOnce()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await ParkAsync(account, count: 2);

        var decision = await DecideAsync(await ReviewOfAsync(id), ReviewVerdict.Accept);

        Assert.Equal(("accepted", "complete"), (decision!.Outcome, decision.State));
        Assert.Equal((8000, 2, 2), (await BalanceAsync(account), await DeliveredAsync(id), await ShownAsync(id)));
        var settled = await House.ScalarAsync<long>("SELECT settled FROM generations WHERE id = @id", new { id });
        Assert.Equal((2000, 0), (settled, await ReleasedAsync(id)));
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData(ReviewVerdict.Refuse)]
    [InlineData(ReviewVerdict.Expire)]
    public async Task DecideAsync_No_ReleasesAndTheBytesGoAfterAWeek(ReviewVerdict verdict)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await ParkAsync(account);

        await DecideAsync(await ReviewOfAsync(id), verdict);

        Assert.Equal("failed", await StateAsync(id));
        Assert.Equal((10000, 0, 0), (await BalanceAsync(account), await DeliveredAsync(id), await ShownAsync(id)));
        var candidates = new CandidateStore(House.Data);
        await House.MoveClockAsync(TimeSpan.FromDays(6.9));
        Assert.Empty(await candidates.ExpiredAsync(10, Cancel));
        await House.MoveClockAsync(TimeSpan.FromDays(0.2));
        Assert.Single(await candidates.ExpiredAsync(10, Cancel));
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData(ReviewVerdict.Refuse)]
    [InlineData(ReviewVerdict.Expire)]
    public async Task DecideAsync_NoToOneOfThree_TheOthersAreDeliveredAndChargedOnce(ReviewVerdict verdict)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await ParkMixedAsync(account);

        var decision = await DecideAsync(await ReviewOfAsync(id), verdict);

        Assert.Equal("complete", decision!.State);
        Assert.Equal((8000, 2, 2), (await BalanceAsync(account), await DeliveredAsync(id), await ShownAsync(id)));
        var settled = await House.ScalarAsync<long>("SELECT settled FROM generations WHERE id = @id", new { id });
        Assert.Equal((2000, 1000), (settled, await ReleasedAsync(id)));
        Assert.Equal(
            "1=content_policy",
            await House.ScalarAsync<string>(
                "SELECT string_agg(index || '=' || error_code, ' ') FROM slots WHERE generation_id = @id",
                new { id }
            )
        );
        Assert.Equal(
            1,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM images WHERE generation_id = @id AND quarantine = 'held' AND expires_at IS NOT NULL",
                new { id }
            )
        );
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_AcceptOfOneOfThree_DeliversAll()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await ParkMixedAsync(account);

        await DecideAsync(await ReviewOfAsync(id), ReviewVerdict.Accept);

        Assert.Equal((7000, 3, 3), (await BalanceAsync(account), await DeliveredAsync(id), await ShownAsync(id)));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_Refuse_NamesCategoriesForTheChecks()
    {
        var id = await ParkAsync(await House.AddAccountAsync(10, cancellationToken: Cancel));

        await DecideAsync(await ReviewOfAsync(id), ReviewVerdict.Refuse);

        Assert.Equal(["adult_content"], await CategoriesAsync(id));
    }

    [Fact]
    public async Task EndAsync_RefusedByAProvider_KeepsTheCategoriesOfAllCalls()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.For(account, Paid) with
        {
            CostReserved = 5000,
            First = new NextCall(Paid, 0, [0], 5000, TimeSpan.FromSeconds(30)),
        };
        await AcceptAllAsync([order]);
        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel));
        var refused = new AttemptChange(claim.AttemptId!.Value, AttemptState.Failed, "refused", new Booking.Clear())
        {
            Categories = ["violence", "adult_content"],
        };

        await Ends.EndAsync(
            claim,
            Ending.Without(GenerationState.Failed, "content_policy", "Refused.") with
            {
                Paid = true,
                Attempts = [refused],
            },
            Cancel
        );

        Assert.Equal(["adult_content", "violence"], await CategoriesAsync(claim.GenerationId));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_Refuse_TheProvidersBillStands()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.For(account, Paid) with
        {
            CostReserved = 5000,
            First = new NextCall(Paid, 0, [0], 5000, TimeSpan.FromSeconds(30)),
        };
        await AcceptAllAsync([order]);
        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Paid), Cancel));
        var ending = Doubtful() with
        {
            Paid = true,
            Attempts =
            [
                new AttemptChange(
                    claim.AttemptId!.Value,
                    AttemptState.Succeeded,
                    Booking: new Booking.Cost(4000, Estimated: false)
                ),
            ],
        };

        Assert.NotNull(await new ParkStore(House.Data).ParkAsync(claim, ending, Cancel));
        await AssertBalancedAsync();
        await DecideAsync(await ReviewOfAsync(claim.GenerationId), ReviewVerdict.Refuse);

        Assert.Equal(10000, await BalanceAsync(account));
        Assert.Equal(
            4000,
            await House.ScalarAsync<long>(
                "SELECT sum(nanos) FROM costs WHERE entry = 'cost' AND generation_id = @GenerationId",
                new { claim.GenerationId }
            )
        );
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task ParkAsync_Surplus_OnlyWhatPassedIsOfferedLater()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        var (good, bad) = (Orders.Delivered().Delivered[0], Doubtful().Delivered[0]);

        await new ParkStore(House.Data).ParkAsync(claim, Doubtful() with { Candidates = [good, bad] }, Cancel);
        await DecideAsync(await ReviewOfAsync(claim.GenerationId), ReviewVerdict.Accept);

        var images = new ImageStore(House.Data);
        Assert.True((await images.FindAsync(good.Id, Cancel))!.Candidate);
        Assert.Null(await images.FindAsync(bad.Id, Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task CancelAsync_Parked_ReleasesAndShowsNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await ParkAsync(account);

        Assert.Equal(CancelOutcome.Canceled, await Ends.CancelAsync(id, account, Cancel));

        Assert.Equal((10000, 0, 0), (await BalanceAsync(account), await DeliveredAsync(id), await ShownAsync(id)));
        await AssertBalancedAsync();
    }

    // The middle one of three is of concern.
    private async Task<Guid> ParkMixedAsync(Guid account)
    {
        var claim = await AcceptAndClaimAsync(account, 3);
        var ending = Orders.Delivered(3, 3);
        var delivered = ending.Delivered.ToDictionary(pair => pair.Key, pair => pair.Value);
        delivered[1] = delivered[1] with { Concerns = ["nsfw"] };
        var parked = ending with { Delivered = delivered, Concerns = ["nsfw"] };
        Assert.NotNull(await new ParkStore(House.Data).ParkAsync(claim, parked, Cancel));
        return claim.GenerationId;
    }

    private async Task<string[]> CategoriesAsync(Guid generation) =>
        (
            await House.ScalarAsync<string[]>(
                "SELECT error_categories FROM generations WHERE id = @generation",
                new { generation }
            )
        )!;

    private Task<long> ReleasedAsync(Guid generation) =>
        House.ScalarAsync<long>(
            "SELECT amount FROM ledger WHERE generation_id = @generation AND entry = 'release'",
            new { generation }
        );
}
