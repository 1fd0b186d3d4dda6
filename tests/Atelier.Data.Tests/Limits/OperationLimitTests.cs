using Atelier.Core.Limits;
using Atelier.Data.Accepting;
using Atelier.Data.Limits;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Limits;

public class OperationLimitTests : StoreTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("generate", 10, 100, 500)]
    [InlineData("regenerate", 15, 150, 0)]
    [InlineData("transform", 20, 200, 0)]
    [Trait("Requirement", "C-69")]
    public async Task AcceptAsync_HundredAtOnceOnTwoNodes_StartExactlyTheMinutesLimit(
        string group,
        int perMinute,
        int perHour,
        int perDay
    )
    {
        var limit = new OperationLimit(group, perMinute, perHour, perDay, ["free", "paid"]);
        var account = await AccountAsync("paid");

        var outcomes = await RaceAsync(account, limit);

        Assert.Equal(perMinute, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        var refused = outcomes.OfType<AcceptOutcome.TooOften>().ToList();
        Assert.Equal(100 - perMinute, refused.Count);
        Assert.All(
            refused,
            over =>
                Assert.Equal(
                    (group, perMinute, 0, Minute),
                    (over.Group, over.Window.Limit, over.Window.Left, over.Window.Span)
                )
        );
        Assert.All(refused, over => Assert.InRange(over.Window.ResetsIn, TimeSpan.Zero, Minute));
        // A minute on, as many again.
        await House.MoveClockAsync(Minute + Second);
        Assert.Equal(perMinute, (await RaceAsync(account, limit)).Count(outcome => outcome is AcceptOutcome.Accepted));
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData(0, 7, 0)]
    [InlineData(0, 0, 7)]
    [InlineData(9, 8, 7)]
    [Trait("Requirement", "C-69")]
    public async Task AcceptAsync_HundredAtOnceInAnHourOrADay_StartExactlyTheLimit(
        int perMinute,
        int perHour,
        int perDay
    )
    {
        var limit = new OperationLimit("generate", perMinute, perHour, perDay, ["free"]);
        var account = await AccountAsync("free");

        var outcomes = await RaceAsync(account, limit);

        Assert.Equal(7, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        Assert.Equal(93, outcomes.Count(outcome => outcome is AcceptOutcome.TooOften or AcceptOutcome.OverDay));
        Assert.Equal(perDay > 0, outcomes.Any(outcome => outcome is AcceptOutcome.OverDay));
        Assert.Equal(7L, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
    }

    [Fact]
    public async Task AcceptAsync_SpanSlides_FreesAPlaceWhenItsRequestLeaves()
    {
        var limit = new OperationLimit("generate", 2, 0, 0, ["free"]);
        var account = await AccountAsync("free");
        await AcceptAllAsync([Order(account, limit)]);
        await House.MoveClockAsync(Second * 40);
        await AcceptAllAsync([Order(account, limit)]);

        var refused = await RefusedAsync(account, limit);
        Assert.InRange(refused.ResetsIn, Second * 10, Second * 20);
        await House.MoveClockAsync(refused.ResetsIn + Second);
        await AcceptAllAsync([Order(account, limit)]);

        // The second one is as old as its own time says.
        Assert.InRange((await RefusedAsync(account, limit)).ResetsIn, Second * 30, Second * 40);
    }

    [Fact]
    public async Task AcceptAsync_DayIsFull_OpensAtMidnight()
    {
        var limit = new OperationLimit("generate", 0, 0, 2, ["free"]);
        var account = await AccountAsync("free");
        await AcceptAllAsync([Order(account, limit), Order(account, limit)]);

        var full = Assert.IsType<AcceptOutcome.OverDay>(await Accepts.AcceptAsync(Order(account, limit), Cancel));

        var midnight = await House.ScalarAsync<TimeSpan>(
            """
            SELECT (date_trunc('day', atelier.now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC' - atelier.now()
            """
        );
        Assert.InRange(full.Window.ResetsIn - midnight, TimeSpan.Zero, Second * 30);
        await House.MoveClockAsync(full.Window.ResetsIn + Second);
        await AcceptAllAsync([Order(account, limit), Order(account, limit)]);
        Assert.IsType<AcceptOutcome.OverDay>(await Accepts.AcceptAsync(Order(account, limit), Cancel));
    }

    [Fact]
    public async Task AcceptAsync_RefusedAndReplayed_AreNotCounted()
    {
        var limit = new OperationLimit("generate", 2, 0, 0, ["free"]);
        var account = await House.AddAccountAsync(2, "free", cancellationToken: Cancel);
        var keyed = Orders.Keyed(account, "one") with { Limit = limit };
        await AcceptAllAsync([keyed]);

        for (var again = 0; again < 3; again++)
        {
            var replay = keyed with { GenerationId = Guid.CreateVersion7() };
            var tooDear = Order(account, limit) with { Count = 2 };
            Assert.IsType<AcceptOutcome.Replayed>(await Accepts.AcceptAsync(replay, Cancel));
            Assert.IsType<AcceptOutcome.TooFewCredits>(await Accepts.AcceptAsync(tooDear, Cancel));
        }

        await AcceptAllAsync([Order(account, limit)]);
        await RefusedAsync(account, limit);
        Assert.IsType<AcceptOutcome.Replayed>(
            await Accepts.AcceptAsync(keyed with { GenerationId = Guid.CreateVersion7() }, Cancel)
        );
    }

    [Fact]
    public async Task AcceptAsync_OtherGroupAccountOrTier_HasItsOwnCount()
    {
        var (generate, transform) = (
            new OperationLimit("generate", 1, 0, 0, ["free"]),
            new OperationLimit("transform", 1, 0, 0, ["free"])
        );
        var (one, two, premium) = (
            await AccountAsync("free"),
            await AccountAsync("free"),
            await AccountAsync("premium")
        );
        await AcceptAllAsync([Order(one, generate), Order(one, transform), Order(two, generate)]);
        await AcceptAllAsync([Order(premium, generate), Order(premium, generate)]);

        await RefusedAsync(one, generate);
        await RefusedAsync(one, transform);
        Assert.Equal(
            3L,
            await House.ScalarAsync<long>("SELECT count(*) FROM generations WHERE limit_group IS NOT NULL")
        );
    }

    [Theory]
    [InlineData("free")]
    [InlineData("premium")]
    public async Task AcceptAsync_LimitOfEverybody_HoldsForEachTierBesideTheOneOfSome(string tier)
    {
        var some = new OperationLimit("generate", 2, 0, 0, ["free"]);
        var all = some with { Tiers = null };
        var account = await AccountAsync(tier);
        // Together, as they come at once at different doors.
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };
        var outcomes = await Together.RunAsync(
            40,
            index => nodes[index / 2 % 2].AcceptAsync(Order(account, index % 2 == 0 ? some : all), Cancel)
        );

        var accepted = outcomes.Index().Where(pair => pair.Item is AcceptOutcome.Accepted).ToList();
        // Who has no limit at a door takes no place at another.
        Assert.Equal(tier == "free" ? 2 : 22, accepted.Count);
        Assert.True(accepted.Count(pair => pair.Index % 2 == 1) <= 2);
        Assert.Equal(
            2L,
            await House.ScalarAsync<long>("SELECT count(*) FROM generations WHERE limit_group = 'generate'")
        );
        await RefusedAsync(account, all);
    }

    [Fact]
    public async Task AcceptAsync_Owner_IsPremium()
    {
        var limit = new OperationLimit("generate", 1, 0, 0, ["free", "paid"]);
        var account = await AccountAsync("free");
        await House.ExecuteAsync("UPDATE accounts SET owner = true");

        await AcceptAllAsync([Order(account, limit), Order(account, limit)]);
    }

    [Fact]
    public async Task AcceptAsync_Accepted_SaysWhatIsLeft()
    {
        var limit = new OperationLimit("generate", 3, 5, 0, ["free"]);
        var account = await AccountAsync("free");
        await House.ExecuteAsync("UPDATE accounts SET daily_limit = 4");
        await AcceptAllAsync([Order(account, limit)]);

        var outcome = await Accepts.AcceptAsync(Order(account, limit) with { Count = 2 }, Cancel);

        Assert.Equal([(1, 3), (3, 5), (1, 4)], outcome.Limits.Select(window => (window.Left, window.Limit)));
        Assert.Equal(4, LimitWindow.TightestOf(outcome.Limits)!.Limit);
        Assert.All(outcome.Limits, window => Assert.InRange(window.ResetsIn, TimeSpan.FromTicks(1), window.Span));
    }

    private Task<Guid> AccountAsync(string tier) => House.AddAccountAsync(1000, tier, cancellationToken: Cancel);

    private static AcceptOrder Order(Guid account, OperationLimit limit) => Orders.For(account) with { Limit = limit };

    private async Task<IReadOnlyList<AcceptOutcome>> RaceAsync(Guid account, OperationLimit limit)
    {
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };
        return await Together.RunAsync(100, index => nodes[index % 2].AcceptAsync(Order(account, limit), Cancel));
    }

    private async Task<LimitWindow> RefusedAsync(Guid account, OperationLimit limit) =>
        Assert.IsType<AcceptOutcome.TooOften>(await Accepts.AcceptAsync(Order(account, limit), Cancel)).Window;
}
