using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Engine.Tests.Nodes;
using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Steps;

public sealed class FallbackTests : KernelTests
{
    private static readonly WireAct TooLarge = WireAct.Failing(FailureKind.TooLarge) with { Early = true };

    private readonly TestWire _first = new("openai");
    private readonly TestWire _second = new("legnext", tasks: true);

    [Fact]
    public async Task RunAsync_OneOfThreeSlotsFails_OnlyThatOneMovesOnAndEachPictureKnowsItsModel()
    {
        _first.Then(WireAct.Answers, WireAct.Failing(FailureKind.ServerError), WireAct.Answers);
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node, count: 3);

        Assert.Equal(("complete", 3000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal(["alpha", "beta", "alpha"], detail.Slots.Select(slot => slot.Image!.Model));
        Assert.Equal((3, 1), (_first.Posts.Count, _second.Posts.Count));
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_OneSlotFailsEverywhere_IsPartialAndChargesWhatCame()
    {
        _first.Then(WireAct.Answers, WireAct.Failing(FailureKind.ServerError));
        var node = await StartAsync(_first);

        var detail = await RunAsync(node, count: 2);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal([null, "service_unavailable"], detail.Slots.Select(slot => slot.ErrorCode));
        Assert.Equal(99_000, await BalanceAsync());
        await Books.AssertAsync(House, _first);
    }

    [Theory]
    [InlineData(FailureKind.Refused, "content_policy")]
    [InlineData(FailureKind.BadRequest, "generation_failed")]
    public async Task RunAsync_RequestIsNotTaken_EndsWithoutAskingAnotherProvider(FailureKind kind, string code)
    {
        _first.Then(WireAct.Failing(kind));
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(("failed", code, 0L), (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled));
        Assert.Empty(_second.Posts);
        Assert.Equal("risk 40, clear 40", await Books.OfAsync(House, detail.Row.Id));
        Assert.Equal(100_000, await BalanceAsync());
        await Books.AssertAsync(House, _first, _second);
    }

    [Theory]
    [InlineData(FailureKind.Unauthorized)]
    [InlineData(FailureKind.OutOfCredits)]
    [InlineData(FailureKind.ModelGone)]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Overloaded)]
    [InlineData(FailureKind.ServerError)]
    public async Task RunAsync_ProviderFailsForNothing_TheNextOneServes(FailureKind kind)
    {
        _first.Then(WireAct.Failing(kind));
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_PictureTooLargeForTheFirst_TheNextOneServesAndNothingWasSent()
    {
        _first.Then(TooLarge);
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Empty(_first.Posts);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_PictureTooLargeForThePaid_ThePainterServes()
    {
        _first.Then(TooLarge);
        var node = await StartAsync(_first);

        var id = await node.AcceptAsync(Account, "one", fallback: FallbackRule.BestEffort);
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(("complete", "local-painter"), (detail.Row.State, detail.Slots[0].Image!.Model));
    }

    [Theory]
    [InlineData(FallbackRule.Strict)]
    [InlineData(FallbackRule.Declared)]
    public async Task RunAsync_PictureTooLargeAndNoPlaceLeft_NamesTheLimit(FallbackRule fallback)
    {
        _first.Then(TooLarge);
        var node = await StartAsync(_first);

        var id = await node.AcceptAsync(Account, "one", fallback: fallback);
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(("failed", "file_too_large", 0L), (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled));
        Assert.Contains("50 MB", detail.Row.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("risk 40, clear 40", await Books.OfAsync(House, id));
        Assert.Equal(100_000, await BalanceAsync());
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task RunAsync_ProviderFailsAndCharges_BooksTheCostAndGoesOn()
    {
        _first.Then(WireAct.Failing(FailureKind.ServerError, Charge.Charged));
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal("risk 40, cost 10, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_RefusedAfterItWasPaidFor_BooksTheCostAndChargesNobody()
    {
        _first.Then(WireAct.Failing(FailureKind.Refused, Charge.Charged));
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(("failed", "content_policy", 0L), (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled));
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        Assert.Empty(_second.Posts);
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_TwoSlotsFailAndOnlyThePainterIsLeft_PaintsBoth()
    {
        _first.Then(
            WireAct.Answers,
            WireAct.Failing(FailureKind.ServerError),
            WireAct.Failing(FailureKind.ServerError)
        );
        var node = await StartAsync(_first);

        var id = await node.AcceptAsync(Account, "a lighthouse", 3, fallback: FallbackRule.BestEffort);
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(("complete", 3000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal(["alpha", "local-painter", "local-painter"], detail.Slots.Select(slot => slot.Image?.Model));
        await Books.AssertAsync(House, _first);
    }

    [Theory]
    [InlineData(FailureKind.Unreadable, "complete", "risk 40, cost 10, risk 40, cost 10")]
    [InlineData(FailureKind.Refused, "failed", "risk 40, clear 40")]
    public async Task RunAsync_AnswerHoldsNoPicture_HasFailed(FailureKind kind, string state, string book)
    {
        _first.Then(new WireAct { Unreadable = kind, Billed = kind != FailureKind.Refused });
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(state, detail.Row.State);
        Assert.Equal(book, await Books.OfAsync(House, detail.Row.Id));
        Assert.Equal(state == "complete" ? 1 : 0, _second.Posts.Count);
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_AnsweredAndReadAsCostingNothing_IsBookedAllTheSame()
    {
        _first.Then(new WireAct { Unreadable = FailureKind.Unreadable, ReadsAsFree = true });
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Equal("risk 40, cost 10, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        Assert.True(await House.ScalarAsync<bool>("SELECT bool_or(estimated) FROM costs WHERE entry = 'cost'"));
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_BytesOfTheAnswerAreNoPicture_ThePaidCallFailedAndTheNextProviderServes()
    {
        _first.Then(new WireAct { Garbage = [0] });
        var node = await StartAsync(_first, _second);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "beta"), (detail.Row.State, detail.Slots[0].Image?.Model));
        Assert.Equal("risk 40, cost 10, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _first, _second);
    }

    [Fact]
    public async Task RunAsync_BytesAreNoPictureAndNobodyElseIsThere_FailsAndBooksTheCost()
    {
        _first.Then(new WireAct { Garbage = [0] });
        var node = await StartAsync(_first);

        var detail = await RunAsync(node);

        Assert.Equal(("failed", 0L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal("risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task RunAsync_TurnedAwayWithAnotherOffer_MovesOnAndLeavesTheLaneAlone()
    {
        _first.Then(WireAct.Failing(FailureKind.RateLimited) with { RetryAfter = TimeSpan.FromMinutes(7) });
        var node = await StartAsync(_first, _second);

        Assert.Equal("complete", (await RunAsync(node)).Row.State);

        Assert.Equal((1, 1), (_first.Posts.Count, _second.Posts.Count));
        Assert.True(
            await House.ScalarAsync<bool>(
                """
                SELECT paused_until BETWEEN atelier.now() + interval '6 minutes 30 seconds'
                  AND atelier.now() + interval '7 minutes' FROM lanes WHERE id = 'openai'
                """
            )
        );
    }

    [Fact]
    public async Task RunAsync_TurnedAwayWithoutAnotherOffer_WaitsAsAskedOnEveryNode()
    {
        _first.Then(WireAct.Failing(FailureKind.RateLimited) with { RetryAfter = TimeSpan.FromMinutes(7) });
        var (node, _) = (await StartAsync(_first), await StartAsync(_first));

        var id = await node.AcceptAsync(Account, "patient");
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE failure = 'rate_limited')");
        await UntilAsync("paused_until > atelier.now() FROM lanes WHERE id = 'openai'");
        await House.MoveClockAsync(TimeSpan.FromMinutes(6));
        Assert.Single(_first.Posts);
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("complete", (await node.WaitAsync(id, Account)).Row.State);
        Assert.Equal(2, _first.Posts.Count);
        Assert.Equal("risk 40, clear 40, risk 40, cost 10", await Books.OfAsync(House, id));
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task RunAsync_TurnedAwayBesideARunningTask_WaitsFromTheFailureAndNotFromEachPoll()
    {
        // Its lane is shut for longer than the row waits, so that the row stays what it is, however long a poll takes.
        var limited = WireAct.Failing(FailureKind.RateLimited) with
        {
            RetryAfter = TimeSpan.FromMinutes(7),
        };
        _second.Then(new WireAct { Polls = int.MaxValue }, limited);
        var node = await StartAsync(_second);
        await node.AcceptAsync(Account, "two", count: 2);
        await UntilAsync("EXISTS (SELECT FROM attempts WHERE failure = 'rate_limited')");
        var first = await House.ScalarAsync<DateTime>("SELECT run_at FROM queue");

        var polls = await House.ScalarAsync<int>("SELECT max(polls) FROM attempts");
        await UntilAsync("max(polls) > @polls + 3 FROM attempts", new { polls });

        Assert.Equal(first, await House.ScalarAsync<DateTime>("SELECT run_at FROM queue"));
        _second.Finish();
    }

    [Theory]
    [InlineData(0L, "clear 40")]
    [InlineData(7_000_000L, "cost 7")]
    public async Task RunAsync_TaskEndsWithoutAPicture_BooksWhatItCostAndGoesOn(long cost, string end)
    {
        _second.Then(
            new WireAct
            {
                TaskFails = FailureKind.TaskFailed,
                TaskCost = cost,
                Cost = cost,
            }
        );
        var third = new TestWire("piapi");
        var node = await StartAsync(_second, third);

        var detail = await RunAsync(node);

        Assert.Equal(("complete", "gamma"), (detail.Row.State, detail.Slots[0].Image!.Model));
        Assert.Equal($"risk 40, {end}, risk 40, cost 10", await Books.OfAsync(House, detail.Row.Id));
        await Books.AssertAsync(House, _second, third);
    }

    [Fact]
    public async Task RunAsync_PaintersTurn_PaintsWhatIsMissingBesideWhatCame()
    {
        _first.Then(WireAct.Answers, WireAct.Failing(FailureKind.ServerError));
        var node = await StartAsync(_first);

        var id = await node.AcceptAsync(Account, "two", count: 2, fallback: FallbackRule.BestEffort);
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(("complete", 2000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal(["alpha", "local-painter"], detail.Slots.Select(slot => slot.Image!.Model));
        Assert.Single(node.Provider.Prompts);
        await Books.AssertAsync(House, _first);
    }

    [Theory]
    [InlineData(FailureKind.BadRequest, "generation_failed")]
    [InlineData(FailureKind.ServerError, "service_unavailable")]
    public async Task RunAsync_PainterFailsAfterThePaid_SaysTryAgainOnlyWhereThatHelps(FailureKind kind, string code)
    {
        _first.Then(WireAct.Failing(FailureKind.ServerError));
        var node = await StartAsync(_first);
        node.Provider.Behave = (_, _, _) =>
            throw new ProviderException("local", kind, Charge.None, "The picture is gone.");

        var id = await node.AcceptAsync(Account, "one", fallback: FallbackRule.BestEffort);
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(("failed", code, 0L), (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled));
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task RunAsync_OneRefusedOnePainted_KeepsTheReasonOfTheRefusal()
    {
        _first.Then(WireAct.Failing(FailureKind.Refused), WireAct.Failing(FailureKind.ServerError));
        var node = await StartAsync(_first);

        var id = await node.AcceptAsync(Account, "two", count: 2, fallback: FallbackRule.BestEffort);
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(("complete", 1000L), (detail.Row.State, detail.Row.Settled));
        Assert.Equal(["content_policy", null], detail.Slots.Select(slot => slot.ErrorCode));
        await Books.AssertAsync(House, _first);
    }

    [Fact]
    public async Task RunAsync_AttemptOfEachPlace_KnowsItsPlace()
    {
        _first.Then(WireAct.Failing(FailureKind.ServerError));
        var node = await StartAsync(_first, _second);

        var attempts = await AttemptsAsync((await RunAsync(node)).Row.Id);

        Assert.Equal(
            [("openai", 0, AttemptState.Failed, false), ("legnext", 1, AttemptState.Succeeded, false)],
            attempts.Select(attempt => (attempt.Lane, attempt.Link, attempt.State, attempt.Rerun))
        );
    }
}
