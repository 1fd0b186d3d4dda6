using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Accounts;

public sealed class CreditTests : StoreTests
{
    private static readonly Actor Ann = new(Guid.CreateVersion7(), null);

    private CreditStore Sut => new(House.Data);

    [Fact]
    public async Task BookAsync_GivenAndTaken_IsBookedAndAudited()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);

        var given = await Sut.BookAsync(account, 2500, "a gift", null, Ann, Cancel);
        var taken = await Sut.BookAsync(account, -3500, "a mistake", null, Ann, Cancel);

        Assert.Equal(3500, Assert.IsType<CreditOutcome.Booked>(given).Balance);
        Assert.Equal(0, Assert.IsType<CreditOutcome.Booked>(taken).Balance);
        Assert.Equal(
            "2.5 -3.5",
            await House.ScalarAsync<string>("SELECT string_agg(details->>'credits', ' ' ORDER BY id) FROM audit")
        );
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task BookAsync_MoreThanThereIs_WritesNothing()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var before = await TableContents.ReadAsync(House);

        Assert.Equal(
            new CreditOutcome.TooFew(1000),
            await Sut.BookAsync(account, -1001, "too much", null, Ann, Cancel)
        );
        Assert.IsType<CreditOutcome.NotFound>(
            await Sut.BookAsync(Guid.CreateVersion7(), 1, "nobody", null, Ann, Cancel)
        );

        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task BookAsync_SameKeyTenTimesOnTwoNodes_BooksOnce()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var nodes = new[] { new CreditStore(AddNode()), new CreditStore(AddNode()) };

        var outcomes = await Together.RunAsync(
            10,
            index => nodes[index % 2].BookAsync(account, 5000, "a gift", Key("one", "5"), Ann, Cancel)
        );
        var other = await Sut.BookAsync(account, 6000, "a gift", Key("one", "6"), Ann, Cancel);

        Assert.Single(outcomes.Cast<CreditOutcome.Booked>().Select(booked => booked.Entry).Distinct());
        Assert.IsType<CreditOutcome.KeyConflict>(other);
        Assert.Equal(5000, await BalanceAsync(account));
        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM audit"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task BookAsync_TakenTenTimesAtOnce_NeverGoesBelowZero()
    {
        var account = await House.AddAccountAsync(5, cancellationToken: Cancel);
        var nodes = new[] { new CreditStore(AddNode()), new CreditStore(AddNode()) };

        var outcomes = await Together.RunAsync(
            10,
            index => nodes[index % 2].BookAsync(account, -1000, "taken", null, Ann, Cancel)
        );

        Assert.Equal(5, outcomes.Count(outcome => outcome is CreditOutcome.Booked));
        Assert.Equal(5, outcomes.Count(outcome => outcome is CreditOutcome.TooFew));
        Assert.Equal(0, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    private static Idempotency Key(string key, string body) => new(key, SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
