using Atelier.Data.Accounts;
using Atelier.Data.Ledger;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Ledger;

public sealed class LedgerTests : StoreTests
{
    private LedgerStore Books => new(House.Data);

    [Theory]
    [InlineData("UPDATE ledger SET amount = 0")]
    [InlineData("UPDATE ledger SET reason = 'better'")]
    [InlineData("DELETE FROM ledger")]
    [InlineData("TRUNCATE ledger")]
    public async Task Ledger_ChangeOfARow_IsRefused(string sql)
    {
        await House.AddAccountAsync(10, cancellationToken: Cancel);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => House.ExecuteAsync(sql));

        Assert.Contains("ledger is append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal(10_000L, await House.ScalarAsync<long>("SELECT sum(amount)::bigint FROM ledger"));
    }

    [Theory]
    [InlineData("reserve")]
    [InlineData("settle")]
    [InlineData("release")]
    public async Task Ledger_SecondEntryOfAKindForAGeneration_IsRefused(string entry)
    {
        var claim = await EndedAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            House.ExecuteAsync(
                "INSERT INTO ledger (account_id, generation_id, entry, amount) VALUES (@AccountId, @GenerationId, @entry, 0)",
                new
                {
                    claim.AccountId,
                    claim.GenerationId,
                    entry,
                }
            )
        );

        Assert.Equal("ledger_once", refused.ConstraintName);
    }

    [Fact]
    public async Task CheckAsync_HonestBooks_CountsAndFindsNothing()
    {
        await EndedAsync();
        await AcceptAllAsync([Orders.For(await House.AddAccountAsync(5, cancellationToken: Cancel))]);

        var check = await Books.CheckAsync(Cancel);

        Assert.True(check.Balanced);
        Assert.Equal((2, 2), (check.Accounts, check.Generations));
    }

    [Theory]
    [InlineData("UPDATE accounts SET balance = balance + 1", "account ")]
    [InlineData("DELETE FROM ledger WHERE entry = 'settle'", "settle none")]
    [InlineData("DELETE FROM ledger WHERE entry = 'release'", "release none")]
    [InlineData("DELETE FROM ledger WHERE entry = 'reserve'", "reserve none")]
    [InlineData("DELETE FROM ledger WHERE entry = 'grant'", "account ")]
    [InlineData("UPDATE ledger SET amount = amount + 1 WHERE entry = 'settle'", "settle 1001")]
    [InlineData("UPDATE generations SET settled = 2000", "settle 1000")]
    [InlineData("UPDATE slots SET image_id = NULL", "delivered 0")]
    [InlineData("DELETE FROM queue; UPDATE generations SET price_each = 999", "settle 1000")]
    public async Task CheckAsync_TamperedBooks_NamesTheProblem(string sql, string problem)
    {
        await EndedAsync();
        Assert.Empty((await Books.CheckAsync(Cancel)).Problems);

        await House.ExecuteAsync(
            $"ALTER TABLE ledger DISABLE TRIGGER ledger_append_only; {sql}; ALTER TABLE ledger ENABLE TRIGGER ledger_append_only"
        );

        var check = await Books.CheckAsync(Cancel);
        Assert.False(check.Balanced);
        Assert.Contains(check.Problems, text => text.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CheckAsync_SettledWhileRunning_IsAProblem()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        await House.ExecuteAsync(
            "INSERT INTO ledger (account_id, generation_id, entry, amount) VALUES (@AccountId, @GenerationId, 'settle', 1000)",
            claim
        );

        Assert.Contains(claim.GenerationId.ToString(), Assert.Single((await Books.CheckAsync(Cancel)).Problems));
    }

    [Fact]
    public async Task CheckAsync_WhileWorkRuns_SeesOneMoment()
    {
        var account = await House.AddAccountAsync(60, cancellationToken: Cancel);
        var node = AddNode();

        await Together.RunAsync(
            60,
            async index =>
            {
                if (index % 4 == 0)
                {
                    return (await Books.CheckAsync(Cancel)).Balanced ? true : throw new InvalidOperationException();
                }

                var order = Orders.For(account);
                await AcceptsOn(node).AcceptAsync(order, Cancel);
                return await EndsOn(node).CancelAsync(order.GenerationId, account, Cancel) == 0;
            }
        );

        await AssertBalancedAsync();
    }

    [Fact]
    public async Task GrantAsync_ManyAtOnce_AllCount()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var accounts = new AccountStore(AddNode());

        await Together.RunAsync(
            20,
            async index =>
            {
                await accounts.GrantAsync(account, 100 + index, "more", Cancel);
                return true;
            }
        );

        Assert.Equal(2190, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task GrantAsync_NegativeOrUnknown_ChangesNothing()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var accounts = new AccountStore(House.Data);
        var before = await TableContents.ReadAsync(House);

        await Assert.ThrowsAsync<PostgresException>(() => accounts.GrantAsync(account, -1, "less", Cancel));
        await Assert.ThrowsAsync<PostgresException>(() => accounts.GrantAsync(Guid.CreateVersion7(), 1, "x", Cancel));

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    private async Task<Data.Queue.Claim> EndedAsync()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account, count: 2);
        Assert.NotNull(await Ends.EndAsync(claim, Orders.Delivered(1, 2), Cancel));
        return claim;
    }
}
