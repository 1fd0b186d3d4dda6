using Atelier.Data.Reviews;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Reviews;

/// <summary>Requests that wait before anything is sent.</summary>
public class BeforeTests : ReviewCase
{
    [Fact]
    public async Task AcceptAsync_Flagged_ReservesAndNobodyClaims()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);

        var id = await AcceptFlaggedAsync(account, count: 2);

        Assert.Equal(("review", "review"), (await StateAsync(id), await QueueStateAsync(id)));
        Assert.Equal(8000, await BalanceAsync(account));
        Assert.Empty(await ClaimAsync());
        Assert.Equal(
            "review",
            await House.ScalarAsync<string>("SELECT state FROM events WHERE generation_id = @id", new { id })
        );
        var review = Assert.Single(await Reviews.ListAsync(null, 10, Cancel));
        Assert.Equal((id, "before", "a lighthouse"), (review.GenerationId, review.Phase, review.Prompt));
        Assert.Equal(["violence"], review.Categories);
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_Flagged_LeavesTheRunningPlaceToOthers()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);

        await AcceptFlaggedAsync(account);
        var other = Orders.For(account);
        await AcceptAllAsync([other]);

        Assert.Equal("ready", await QueueStateAsync(other.GenerationId));
    }

    [Fact]
    public async Task DecideAsync_Accept_RunsAsIfAcceptedNow()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await AcceptFlaggedAsync(account);

        var decision = await DecideAsync(id, ReviewVerdict.Accept);

        Assert.Equal((true, "accepted", Open), (decision!.Decided, decision.Outcome, decision.Lane));
        Assert.Equal("queued", await StateAsync(id));
        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal(id, claim.GenerationId);
        Assert.NotNull(await Ends.EndAsync(claim, Orders.Delivered(), Cancel));
        Assert.Equal(9000, await BalanceAsync(account));
        Assert.Empty(await Reviews.ListAsync(null, 10, Cancel));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_AcceptAtTheLimit_IsHeldUntilThereIsRoom()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var id = await AcceptFlaggedAsync(account);
        var running = await AcceptAndClaimAsync(account);

        var decision = await DecideAsync(id, ReviewVerdict.Accept);

        Assert.Equal(("held", null), (await QueueStateAsync(id), decision!.Lane));
        Assert.Equal(Open, (await Ends.EndAsync(running, Orders.Delivered(), Cancel))!.PromotedLane);
        Assert.Equal("ready", await QueueStateAsync(id));
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData(ReviewVerdict.Refuse, "refused", "review.refuse")]
    [InlineData(ReviewVerdict.Expire, "expired", "review.expire")]
    public async Task DecideAsync_No_FailsAndGivesAllBack(ReviewVerdict verdict, string outcome, string action)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await AcceptFlaggedAsync(account, count: 3);

        var decision = await DecideAsync(id, verdict);

        Assert.Equal((true, outcome, "failed"), (decision!.Decided, decision.Outcome, decision.State));
        Assert.Equal(
            "content_policy",
            await House.ScalarAsync<string>("SELECT error_code FROM generations WHERE id = @id", new { id })
        );
        Assert.Equal(10000, await BalanceAsync(account));
        Assert.Equal(
            0,
            await House.ScalarAsync<int>(
                "SELECT pictures FROM daily_usage WHERE account_id = @account",
                new { account }
            )
        );
        Assert.Equal(
            1,
            await House.ScalarAsync<long>(
                "SELECT count(*) FROM audit WHERE action = @action AND subject = @subject AND account_id = @account",
                new
                {
                    action,
                    subject = id.ToString(),
                    account,
                }
            )
        );
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_SecondTime_SaysHowItEndedAndWritesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await AcceptFlaggedAsync(account);
        await DecideAsync(id, ReviewVerdict.Refuse);
        var before = await TableContents.ReadAsync(House);

        var second = await DecideAsync(id, ReviewVerdict.Accept);

        Assert.Equal((false, "refused"), (second!.Decided, second.Outcome));
        Assert.Equal(before, await TableContents.ReadAsync(House));
        Assert.Null(await DecideAsync(Guid.CreateVersion7(), ReviewVerdict.Accept));
    }

    [Fact]
    public async Task CancelAsync_InReview_ReleasesAndEndsTheReview()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await AcceptFlaggedAsync(account);

        var outcome = await Ends.CancelAsync(id, account, Cancel);

        Assert.Equal(Data.Generations.CancelOutcome.Canceled, outcome);
        Assert.Equal(10000, await BalanceAsync(account));
        Assert.Equal((false, "withdrawn"), await AgainAsync(id));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DecideAsync_AccountClosed_WithdrawsInsteadOfRunning()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var id = await AcceptFlaggedAsync(account);
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now() WHERE id = @account", new { account });

        Assert.Equal([id], await Reviews.DueAsync(Guid.Empty, 10, Cancel));
        var decision = await DecideAsync(id, ReviewVerdict.Accept);

        Assert.Equal(("withdrawn", "canceled"), (decision!.Outcome, decision.State));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task DueAsync_BeforeAndAfterADay_FindsItOnlyThen()
    {
        var id = await AcceptFlaggedAsync(await House.AddAccountAsync(10, cancellationToken: Cancel));
        await House.MoveClockAsync(TimeSpan.FromHours(23.9));
        Assert.Empty(await Reviews.DueAsync(Guid.Empty, 10, Cancel));

        await House.MoveClockAsync(TimeSpan.FromHours(0.2));

        Assert.Equal([id], await Reviews.DueAsync(Guid.Empty, 10, Cancel));
    }

    private async Task<(bool, string)> AgainAsync(Guid id)
    {
        var again = await DecideAsync(id, ReviewVerdict.Accept);
        return (again!.Decided, again.Outcome);
    }
}
