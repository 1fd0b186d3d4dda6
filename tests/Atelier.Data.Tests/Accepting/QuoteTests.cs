using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Quotes;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Accepting;

/// <summary>Rule 15 of the protocol: a quote holds once, for its account, its request and its catalogue.</summary>
public class QuoteTests : StoreTests
{
    private const string Catalogue = "v1";
    private const long MaxCost = 20_000_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private QuoteStore Quotes => new(House.Data);

    [Fact]
    public async Task AcceptAsync_TwentyAtOnceWithOneQuoteOnTwoNodes_AcceptsOne()
    {
        var account = await House.AddAccountAsync(50, cancellationToken: Cancel);
        var quote = await QuoteAsync(account);
        var orders = Enumerable.Range(0, 20).Select(_ => With(quote, account)).ToList();
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(20, index => nodes[index % 2].AcceptAsync(orders[index], Cancel));

        var accepted = orders[outcomes.ToList().FindIndex(outcome => outcome is AcceptOutcome.Accepted)].GenerationId;
        Assert.Equal(19, outcomes.Count(outcome => outcome is AcceptOutcome.QuoteRefused { Fault: QuoteFault.Used }));
        Assert.Equal(accepted, await UsedForAsync(quote));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
        Assert.Equal(49_000, await BalanceAsync(account));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_ReplayedKey_AnswersThoughTheQuoteIsUsedAndExpired()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var quote = await QuoteAsync(account);
        var order = Keyed(quote, account);
        await AcceptAllAsync([order]);
        await House.MoveClockAsync(TimeSpan.FromHours(1));
        var before = await TableContents.ReadAsync(House);

        var outcome = await Accepts.AcceptAsync(Keyed(quote, account), Cancel);

        Assert.Equal(new AcceptOutcome.Replayed(order.GenerationId), outcome);
        Assert.Equal(before, await TableContents.ReadAsync(House));
    }

    [Fact]
    public async Task AcceptAsync_OneKeyAndOneQuoteTenTimesAtOnce_ReplaysTheNine()
    {
        var account = await House.AddAccountAsync(50, cancellationToken: Cancel);
        var quote = await QuoteAsync(account);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        var outcomes = await Together.RunAsync(
            10,
            index => nodes[index % 2].AcceptAsync(Keyed(quote, account), Cancel)
        );

        Assert.Single(outcomes, outcome => outcome is AcceptOutcome.Accepted);
        Assert.Equal(9, outcomes.Count(outcome => outcome is AcceptOutcome.Replayed));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, QuoteFault.Expired)]
    [InlineData(1, QuoteFault.Expired)]
    public async Task AcceptAsync_SecondsAfterItsEnd_IsRefused(int seconds, QuoteFault? fault)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var quote = await QuoteAsync(account);
        // What the test itself takes is passed too.
        await House.ExecuteAsync(
            "UPDATE quotes SET expires_at = atelier.now() + interval '1 hour' WHERE id = @quote",
            new { quote }
        );
        await House.MoveClockAsync(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(30 * seconds));

        var outcome = await Accepts.AcceptAsync(With(quote, account), Cancel);

        Assert.Equal(fault, (outcome as AcceptOutcome.QuoteRefused)?.Fault);
        Assert.Equal(fault is null, outcome is AcceptOutcome.Accepted);
    }

    [Fact]
    public async Task AcceptAsync_WhatDoesNotFit_IsRefusedWithItsReasonAndWritesNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var quote = await QuoteAsync(account);
        var order = With(quote, account);
        var use = order.Quote!;
        var before = await TableContents.ReadAsync(House);

        (AcceptOrder Order, QuoteFault Fault)[] wrong =
        [
            (order with { Quote = use with { Id = Guid.CreateVersion7() } }, QuoteFault.NotFound),
            (order with { AccountId = other }, QuoteFault.NotFound),
            (order with { Quote = use with { Fingerprint = Print("a dog") } }, QuoteFault.OtherRequest),
            (order with { Quote = use with { Catalogue = "v2" } }, QuoteFault.PriceChanged),
            (order with { PriceEach = 1001 }, QuoteFault.PriceChanged),
            (order with { Count = 2 }, QuoteFault.PriceChanged),
            (order with { CostReserved = MaxCost + 1 }, QuoteFault.PriceChanged),
        ];
        foreach (var (asked, fault) in wrong)
        {
            Assert.Equal(new AcceptOutcome.QuoteRefused(fault), await Accepts.AcceptAsync(asked, Cancel));
        }

        Assert.Equal(before, await TableContents.ReadAsync(House));
        Assert.IsType<AcceptOutcome.Accepted>(
            await Accepts.AcceptAsync(order with { CostReserved = MaxCost, PriceEach = 999 }, Cancel)
        );
    }

    [Fact]
    public async Task AcceptAsync_RefusedForCredits_LeavesTheQuote()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        var quote = await QuoteAsync(account);
        var refused = await Accepts.AcceptAsync(With(quote, account), Cancel);
        await new AccountStore(House.Data).GrantAsync(account, 5000, "more", Cancel);

        var accepted = await Accepts.AcceptAsync(With(quote, account), Cancel);

        Assert.IsType<AcceptOutcome.TooFewCredits>(refused);
        Assert.IsType<AcceptOutcome.Accepted>(accepted);
    }

    [Fact]
    public async Task SaveAsync_HoldsNothing_AndSaysWhenItEnds()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);

        var ends = await Quotes.SaveAsync(Guid.CreateVersion7(), account, Terms(), Life, 1000, Cancel);

        Assert.Equal(1000, await BalanceAsync(account));
        var now = await House.ScalarAsync<DateTimeOffset>("SELECT atelier.now()");
        Assert.InRange(ends!.Value - now, Life - TimeSpan.FromMinutes(1), Life);
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM ledger WHERE entry = 'reserve'"));
    }

    [Fact]
    public async Task SaveAsync_AsManyOpenAsMayBe_WritesNoMoreUntilOneIsUsedOrEnds()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var first = await QuoteAsync(account);
        await QuoteAsync(account);

        Assert.Null(await SaveAsync(account));
        Assert.NotNull(await SaveAsync(other));
        await AcceptAllAsync([With(first, account)]);
        Assert.NotNull(await SaveAsync(account));
        Assert.Null(await SaveAsync(account));
        await House.MoveClockAsync(Life);
        Assert.NotNull(await SaveAsync(account));

        Task<DateTimeOffset?> SaveAsync(Guid of) =>
            Quotes.SaveAsync(Guid.CreateVersion7(), of, Terms(), Life, mostOpen: 2, Cancel);
    }

    [Fact]
    public async Task SweepAsync_QuotesThatExpired_AreToldAnHourAndThenGone()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var expiry = new ExpiryStore(House.Data);
        var quote = await QuoteAsync(account);
        await House.MoveClockAsync(Life + TimeSpan.FromMinutes(59));
        Assert.Equal(0, await expiry.SweepAsync(Cancel));
        Assert.Equal(
            new AcceptOutcome.QuoteRefused(QuoteFault.Expired),
            await Accepts.AcceptAsync(With(quote, account), Cancel)
        );
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        var fresh = await QuoteAsync(account);

        Assert.Equal(1, await expiry.SweepAsync(Cancel));

        Assert.Equal(MaxCost, await Quotes.FindMaxCostAsync(fresh, account, Cancel));
        Assert.Equal(
            new AcceptOutcome.QuoteRefused(QuoteFault.NotFound),
            await Accepts.AcceptAsync(With(quote, account), Cancel)
        );
    }

    [Fact]
    public async Task FindMaxCostAsync_AnotherAccount_FindsNothing()
    {
        var account = await House.AddAccountAsync(1, cancellationToken: Cancel);
        var quote = await QuoteAsync(account);

        Assert.Null(await Quotes.FindMaxCostAsync(quote, Guid.CreateVersion7(), Cancel));
    }

    private async Task<Guid> QuoteAsync(Guid account)
    {
        var id = Guid.CreateVersion7();
        await Quotes.SaveAsync(id, account, Terms(), Life, 1000, Cancel);
        return id;
    }

    private Task<Guid?> UsedForAsync(Guid quote) =>
        House.ScalarAsync<Guid?>("SELECT generation_id FROM quotes WHERE id = @quote", new { quote });

    private static QuoteTerms Terms() => new(Print("a cat"), Catalogue, 1000, MaxCost);

    private static AcceptOrder With(Guid quote, Guid account) =>
        Orders.For(account) with
        {
            Quote = new QuoteUse(quote, Print("a cat"), Catalogue),
        };

    private static AcceptOrder Keyed(Guid quote, Guid account) =>
        Orders.Keyed(account, "one") with
        {
            Quote = new QuoteUse(quote, Print("a cat"), Catalogue),
        };

    private static byte[] Print(string body) => SHA256.HashData(Encoding.UTF8.GetBytes(body));
}
