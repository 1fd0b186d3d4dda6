using Atelier.Data.Accepting;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Accepting;

public class AcceptTests : StoreTests
{
    [Fact]
    public async Task AcceptAsync_Valid_WritesEverythingOnce()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.For(account, count: 3);

        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));

        var written = await House.ScalarAsync<string>(
            """
            SELECT concat_ws(' ', g.state, g.progress, g.count, g.price_each, g.reserved, g.settled IS NULL, p.prompt,
              (SELECT string_agg(index::text, ',' ORDER BY index) FROM slots WHERE generation_id = g.id),
              (SELECT string_agg(entry || amount, ',') FROM ledger WHERE generation_id = g.id),
              (SELECT string_agg(seq || state || progress, ',') FROM events WHERE generation_id = g.id),
              (SELECT state || sort_key || epoch FROM queue WHERE generation_id = g.id))
            FROM generations g JOIN prompts p ON p.id = g.prompt_id WHERE g.id = @GenerationId
            """,
            order
        );
        Assert.Equal("queued 0 3 1000 3000 t a lighthouse 0,1,2 reserve3000 1queued0 ready10", written);
        Assert.Equal(7000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_AccountIsClosedMeanwhile_IsRefusedAndWritesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await using var closing = await House.OpenHolderAsync(Cancel);
        await using var transaction = await closing.BeginTransactionAsync(Cancel);
        await using var close = closing.CreateCommand();
        close.CommandText = "UPDATE accounts SET closed_at = atelier.now()";
        await close.ExecuteNonQueryAsync(Cancel);

        var asked = Accepts.AcceptAsync(Orders.For(account), Cancel);
        await transaction.CommitAsync(Cancel);

        Assert.Equal(new AcceptOutcome.Closed(), await asked);
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
        Assert.Equal(10_000, await BalanceAsync(account));
        await House.ExecuteAsync("UPDATE accounts SET closed_at = NULL");
        await AcceptAllAsync([Orders.For(account)]);
    }

    [Fact]
    public async Task AcceptAsync_TenAtOnceWithCreditsForThree_AcceptsExactlyThree()
    {
        var account = await House.AddAccountAsync(3, cancellationToken: Cancel);

        var outcomes = await RaceAsync(10, _ => Orders.For(account));

        Assert.Equal(3, outcomes.OfType<AcceptOutcome.Accepted>().Count());
        Assert.All(outcomes.OfType<AcceptOutcome.TooFewCredits>(), refused => Assert.Equal(0, refused.Balance));
        Assert.Equal(7, outcomes.OfType<AcceptOutcome.TooFewCredits>().Count());
        Assert.Equal(0, await BalanceAsync(account));
        Assert.Equal(3L, await House.ScalarAsync<long>("SELECT count(*) FROM queue"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_HundredAtOnceOnTwoNodes_NeverBelowZero()
    {
        var account = await House.AddAccountAsync(37, cancellationToken: Cancel);

        var outcomes = await RaceAsync(100, index => Orders.For(account, count: 1 + (index % 2)));

        var reserved = await House.ScalarAsync<long>("SELECT sum(reserved)::bigint FROM generations");
        Assert.Equal(37_000 - reserved, await BalanceAsync(account));
        Assert.InRange(await BalanceAsync(account), 0, 1000);
        Assert.Equal(100, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted or AcceptOutcome.TooFewCredits));
        Assert.Equal(
            outcomes.OfType<AcceptOutcome.Accepted>().LongCount(),
            await House.ScalarAsync<long>("SELECT event_seq FROM accounts")
        );
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_HundredAtOnceOfTenAccounts_EachSpendsItsOwn()
    {
        var accounts = new List<Guid>();
        for (var index = 0; index < 10; index++)
        {
            accounts.Add(await House.AddAccountAsync(index, cancellationToken: Cancel));
        }

        var outcomes = await RaceAsync(100, index => Orders.For(accounts[index % 10]));

        Assert.Equal(0 + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9, outcomes.OfType<AcceptOutcome.Accepted>().Count());
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT max(balance) FROM accounts"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_TooFewCredits_WritesNothing()
    {
        var account = await House.AddAccountAsync(2, cancellationToken: Cancel);
        var before = await TableContents.ReadAsync(House);

        var order = Orders.Keyed(account, "again") with { Count = 3 };
        var outcome = await Accepts.AcceptAsync(order, Cancel);

        Assert.Equal(new AcceptOutcome.TooFewCredits(2000), outcome);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task AcceptAsync_CreditsForExactlyAll_LeavesZero()
    {
        var account = await House.AddAccountAsync(3, cancellationToken: Cancel);

        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(Orders.For(account, count: 3), Cancel));

        Assert.Equal(0, await BalanceAsync(account));
    }

    [Fact]
    public async Task AcceptAsync_UnknownAccount_SaysSoAndWritesNothing()
    {
        var before = await TableContents.ReadAsync(House);
        var unknown = Guid.CreateVersion7();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Accepts.AcceptAsync(Orders.For(unknown), Cancel)
        );

        Assert.Contains(unknown.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Theory]
    [InlineData("no such lane", 1)]
    [InlineData("open", 11)]
    public async Task AcceptAsync_DatabaseRefusesARow_WritesNothing(string lane, int count)
    {
        var account = await House.AddAccountAsync(20, cancellationToken: Cancel);
        var before = await TableContents.ReadAsync(House);

        await Assert.ThrowsAsync<PostgresException>(() =>
            Accepts.AcceptAsync(Orders.For(account, lane, count), Cancel)
        );

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    private async Task<IReadOnlyList<AcceptOutcome>> RaceAsync(int count, Func<int, AcceptOrder> order)
    {
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };
        return await Together.RunAsync(count, index => nodes[index % 2].AcceptAsync(order(index), Cancel));
    }
}
