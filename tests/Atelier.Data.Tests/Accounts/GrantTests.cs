using Atelier.Core.States;
using Atelier.Data.Accounts;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Accounts;

/// <summary>Credits of a month: 150 for the accounts of these tests.</summary>
public sealed class GrantTests : StoreTests
{
    private static readonly Actor Ann = new(Guid.CreateVersion7(), null);

    private GrantStore Sut => new(House.Data);

    [Fact]
    [Trait("Requirement", "C-49")]
    public async Task CreateAsync_NewAccount_HasTheMonthsCreditsAndGetsNoMoreOfThem()
    {
        var account = await AddAsync();

        Assert.Equal(0, await Sut.NextMonthAsync(100, Cancel));

        Assert.Equal(150_000, await BalanceAsync(account));
        Assert.Equal(["grant 150000"], await EntriesAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task NextMonthAsync_OwnerOfAnyTier_GetsThePremiumOnes()
    {
        var account = await AddAsync();
        await House.ExecuteAsync(
            "UPDATE accounts SET tier = 'free', owner = true WHERE id = @account",
            new { account }
        );
        await Months.MoveAsync(House);

        await Sut.NextMonthAsync(5, Cancel);

        Assert.Equal(150_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    [Trait("Requirement", "C-49")]
    public async Task NextMonthAsync_UnusedCredits_LapseAndThoseByHandStay()
    {
        var account = await AddAsync(byHand: 50);
        await SpendAsync(account, 10);
        await Months.MoveAsync(House);

        Assert.Equal(1, await Sut.NextMonthAsync(100, Cancel));
        Assert.Equal(0, await Sut.NextMonthAsync(100, Cancel));

        Assert.Equal(200_000, await BalanceAsync(account));
        Assert.Equal(["grant 150000", "adjust -140000", "grant 150000"], await EntriesAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task NextMonthAsync_MoreSpentThanTheMonthsCredits_TakesTheRestFromThoseByHand()
    {
        var account = await AddAsync(byHand: 50);
        await SpendAsync(account, 160);
        await Months.MoveAsync(House);

        await Sut.NextMonthAsync(100, Cancel);

        Assert.Equal(190_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task NextMonthAsync_TakenByHand_CountsAsSpent()
    {
        var account = await AddAsync(byHand: 50);
        await new CreditStore(House.Data).BookAsync(account, -30_000, "a mistake", null, Ann, Cancel);
        await Months.MoveAsync(House);

        await Sut.NextMonthAsync(100, Cancel);

        Assert.Equal(200_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task NextMonthAsync_MonthsCreditsHeldByWork_ComeBackAsTheNewMonths()
    {
        var account = await AddAsync();
        var running = await StartAsync(account, 10);
        await Months.MoveAsync(House);

        await Sut.NextMonthAsync(100, Cancel);
        var during = await BalanceAsync(account);
        await Ends.CancelAsync(running, account, Cancel);

        Assert.Equal(150_000, during);
        Assert.Equal(160_000, await BalanceAsync(account));
        await Months.MoveAsync(House);
        await Sut.NextMonthAsync(100, Cancel);
        Assert.Equal(150_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task NextMonthAsync_CreditsByHandHeldByWork_NeverLapse()
    {
        var account = await AddAsync(byHand: 50);
        await SpendAsync(account, 160);
        var running = await StartAsync(account, 20);
        await Months.MoveAsync(House);

        await Sut.NextMonthAsync(100, Cancel);
        var during = await BalanceAsync(account);
        await Ends.CancelAsync(running, account, Cancel);
        await Months.MoveAsync(House);
        await Sut.NextMonthAsync(100, Cancel);

        Assert.Equal(170_000, during);
        // 40 of the 50 were never spent.
        Assert.Equal(190_000, await BalanceAsync(account));
        await Months.MoveAsync(House);
        await Sut.NextMonthAsync(100, Cancel);
        Assert.Equal(190_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task NextMonthAsync_WorkThatIsPaidAfterTheReset_CostsTheOldMonth()
    {
        var account = await AddAsync();
        var order = Orders.For(account, count: 10);
        await AcceptAllAsync([order]);
        await Months.MoveAsync(House);
        await Sut.NextMonthAsync(100, Cancel);

        var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
        await Ends.EndAsync(claim, Orders.Delivered(4, 10), Cancel);

        // Six of ten credits came back.
        Assert.Equal(156_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task NextMonthAsync_AfterMonthsWithoutService_GivesOneGrant()
    {
        var account = await AddAsync();
        await Months.MoveAsync(House, months: 3);

        await Sut.NextMonthAsync(100, Cancel);

        Assert.Equal(150_000, await BalanceAsync(account));
        Assert.Equal(["grant 150000", "adjust -150000", "grant 150000"], await EntriesAsync(account));
    }

    [Fact]
    public async Task NextMonthAsync_ClosedOrWithoutMonthlyGrants_AreLeftAlone()
    {
        var closed = await AddAsync();
        var old = await House.AddAccountAsync(7, cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now() WHERE id = @closed", new { closed });
        await Months.MoveAsync(House);

        Assert.Equal(0, await Sut.NextMonthAsync(100, Cancel));

        Assert.Equal((150_000, 7_000), (await BalanceAsync(closed), await BalanceAsync(old)));
    }

    [Fact]
    public async Task NextMonthAsync_TwoNodesAtOnce_GiveEachAccountOneGrant()
    {
        var accounts = new List<Guid>();
        for (var index = 0; index < 30; index++)
        {
            accounts.Add(await AddAsync());
        }

        await Months.MoveAsync(House);
        var nodes = new[] { new GrantStore(AddNode()), new GrantStore(AddNode()) };

        await Together.RunAsync(8, index => RoundAsync(nodes[index % 2]));

        Assert.All(await Task.WhenAll(accounts.Select(BalanceAsync)), balance => Assert.Equal(150_000, balance));
        Assert.Equal(
            60,
            await House.ScalarAsync<long>("SELECT count(*) FROM ledger WHERE entry = 'grant' AND month IS NOT NULL")
        );
        Assert.Equal(
            30,
            await House.ScalarAsync<long>(
                "SELECT sum((details->>'accounts')::int) FROM audit WHERE action = 'grant.month'"
            )
        );
        await AssertBalancedAsync();
    }

    private static async Task<int> RoundAsync(GrantStore node)
    {
        var all = 0;
        while (await node.NextMonthAsync(7, Cancel) is > 0 and var some)
        {
            all += some;
        }

        return all;
    }

    private async Task<Guid> AddAsync(int byHand = 0)
    {
        await Months.SetTiersAsync(House);
        var draft = new AccountDraft("Ben", null, "premium", null, null);
        var account = (await new AccountDesk(House.Data).CreateAsync(draft, Ann, Cancel))!.Value;
        if (byHand > 0)
        {
            await new CreditStore(House.Data).BookAsync(account, byHand * 1000L, "a gift", null, Ann, Cancel);
        }

        return account;
    }

    private async Task<Guid> StartAsync(Guid account, int credits)
    {
        var order = Orders.For(account, count: credits) with { Count = 10, PriceEach = credits * 100 };
        await AcceptAllAsync([order]);
        return order.GenerationId;
    }

    private async Task SpendAsync(Guid account, int credits)
    {
        var id = await StartAsync(account, credits);
        Claim claim = Assert.Single(await Claims.ClaimAsync(Wish(Open), Cancel));
        Assert.Equal(id, claim.GenerationId);
        Assert.NotNull(await Ends.EndAsync(claim, Orders.Delivered(10, 10), Cancel));
        Assert.Equal(GenerationState.Complete.ToWire(), await StateAsync(id));
    }

    private async Task<string[]> EntriesAsync(Guid account) =>
        (
            await House.ScalarAsync<string[]>(
                """
                SELECT array_agg(entry || ' ' || amount ORDER BY month, entry DESC) FROM ledger
                WHERE account_id = @account AND month IS NOT NULL
                """,
                new { account }
            )
        )!;
}
