using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Accepting;

public class IdempotencyTests : StoreTests
{
    [Fact]
    public async Task AcceptAsync_TwentyAtOnceUnderOneKey_AcceptsOneAndReplaysItNineteenTimes()
    {
        var account = await House.AddAccountAsync(50, cancellationToken: Cancel);
        var orders = Enumerable.Range(0, 20).Select(_ => Orders.Keyed(account, "one")).ToList();
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(20, index => nodes[index % 2].AcceptAsync(orders[index], Cancel));

        var accepted = orders[outcomes.ToList().FindIndex(outcome => outcome is AcceptOutcome.Accepted)].GenerationId;
        var replayed = outcomes.OfType<AcceptOutcome.Replayed>().ToList();
        Assert.Equal(19, replayed.Count);
        Assert.All(replayed, replay => Assert.Equal(accepted, replay.GenerationId));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
        Assert.Equal(49_000, await BalanceAsync(account));
    }

    [Fact]
    public async Task AcceptAsync_OtherBodyUnderTheKey_ConflictsAndWritesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.Keyed(account, "one", "a cat")]);
        var before = await TableContents.ReadAsync(House);

        var outcome = await Accepts.AcceptAsync(Orders.Keyed(account, "one", "a dog"), Cancel);

        Assert.IsType<AcceptOutcome.KeyConflict>(outcome);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task AcceptAsync_SameBodyUnderTheKey_ReplaysAndWritesNothing()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var order = Orders.Keyed(account, "one");
        await AcceptAllAsync([order]);
        var before = await TableContents.ReadAsync(House);

        // The credits are gone, which must not hide the first answer.
        var outcome = await Accepts.AcceptAsync(Orders.Keyed(account, "one"), Cancel);

        Assert.Equal(new AcceptOutcome.Replayed(order.GenerationId), outcome);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task AcceptAsync_GenerationEnded_StillReplays()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.Keyed(account, "one");
        await AcceptAllAsync([order]);
        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
        await Ends.EndAsync(claim, Orders.Delivered(), Cancel);

        var outcome = await Accepts.AcceptAsync(Orders.Keyed(account, "one"), Cancel);

        Assert.Equal(new AcceptOutcome.Replayed(order.GenerationId), outcome);
    }

    [Fact]
    public async Task AcceptAsync_KeyOlderThanADay_AcceptsAgainAndThenReplaysTheNewOne()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.Keyed(account, "one", "a cat")]);
        await House.MoveClockAsync(TimeSpan.FromHours(23) + TimeSpan.FromMinutes(59));
        Assert.IsType<AcceptOutcome.Replayed>(await Accepts.AcceptAsync(Orders.Keyed(account, "one", "a cat"), Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));

        var later = Orders.Keyed(account, "one", "a dog");
        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(later, Cancel));

        Assert.Equal(
            new AcceptOutcome.Replayed(later.GenerationId),
            await Accepts.AcceptAsync(Orders.Keyed(account, "one", "a dog"), Cancel)
        );
        Assert.Equal(8000, await BalanceAsync(account));
    }

    [Fact]
    public async Task AcceptAsync_SameKeyOfAnotherAccount_IsAnotherKey()
    {
        var one = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);

        await AcceptAllAsync([Orders.Keyed(one, "same", "a cat"), Orders.Keyed(other, "same", "a dog")]);

        Assert.Equal(2L, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
    }

    [Fact]
    public async Task AcceptAsync_RefusedForCredits_LeavesTheKeyFree()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var refused = await Accepts.AcceptAsync(Orders.Keyed(account, "one", "a cat"), Cancel);
        await new AccountStore(House.Data).GrantAsync(account, 5000, "more", Cancel);

        var accepted = await Accepts.AcceptAsync(Orders.Keyed(account, "one", "a dog"), Cancel);

        Assert.IsType<AcceptOutcome.TooFewCredits>(refused);
        Assert.IsType<AcceptOutcome.Accepted>(accepted);
    }

    [Fact]
    public async Task AcceptAsync_WithoutKey_NeverReplays()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);

        await AcceptAllAsync([Orders.For(account), Orders.For(account)]);

        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM idempotency_keys"));
    }
}
