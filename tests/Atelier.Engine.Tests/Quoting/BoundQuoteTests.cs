using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accepting;
using Atelier.Data.Budgets;
using Atelier.Engine.Accepting;
using Atelier.Engine.Quoting;
using Atelier.Engine.Tests.Nodes;
using Atelier.Engine.Views;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Quoting;

/// <summary>Quotes that bind, and say what the accept will say.</summary>
public sealed class BoundQuoteTests : KernelTests
{
    private const long Dear = 500_000_000;
    private const long Cheap = 80_000_000;

    private Caller Me => new(Account, null);

    [Theory]
    [InlineData(null)]
    [InlineData("alpha")]
    public async Task Quote_BudgetForACheaperOfferOnly_SaysWhatTheAcceptDoes(string? model)
    {
        var node = await StartIdleAsync(Wire("openai", Dear), Wire("legnext", Cheap));
        await new BudgetStore(House.Data).SetAsync(200_000_000, Cancel);
        var asked = Request() with { Model = model };

        var quote = await QuoteAsync(node, asked);
        var quoted = await AcceptAsync(node, asked, quote.Id);
        var plain = await AcceptAsync(node, asked);
        var none = await QuoteAsync(node, asked);
        var refused = await Assert.ThrowsAsync<AtelierException>(() => AcceptAsync(node, asked));

        Assert.Equal((true, true), (quote.Affordable.Budget, quote.Affordable.All));
        Assert.Equal((Cheap, "legnext"), (quote.Maximum, quote.Route.Plan!.First.Provider));
        Assert.Equal(["legnext"], quoted.Plan.Chain.Select(offer => offer.Provider));
        Assert.Equal(["legnext"], plain.Plan.Chain.Select(offer => offer.Provider));
        Assert.Equal(quote.Price, quoted.Plan.PriceEach);
        Assert.Equal((false, Dear), (none.Affordable.Budget, none.Maximum));
        Assert.Equal(ErrorCode.BudgetExceeded, refused.Code);
        Assert.Equal(Cheap * 2, (await new BudgetStore(House.Data).FindAsync(Cancel))!.Risk);
    }

    [Fact]
    public async Task Accept_DearerOfferIsBackSinceTheQuote_IsLeftOutAndSaysWhy()
    {
        var few = await StartIdleAsync(Wire("legnext", Cheap));
        var all = await StartIdleAsync(Wire("openai", Dear), Wire("legnext", Cheap), Wire("piapi", Dear));
        var quote = await QuoteAsync(few, Request());

        var quoted = await AcceptAsync(all, Request(), quote.Id);

        Assert.Equal(["legnext"], quoted.Plan.Chain.Select(offer => offer.Provider));
        Assert.Equal(
            ["openai", "piapi"],
            quoted
                .Plan.Rejected.Where(offer =>
                    offer.Reason.Contains("more than the quote allows", StringComparison.Ordinal)
                )
                .Select(offer => offer.Provider)
        );
        Assert.Contains(quoted.Plan.First.Degradations, loss => loss.Code == "quote_fallback");
        Assert.Equal("openai", (await AcceptAsync(all, Request())).Plan.First.Provider);
    }

    [Fact]
    public async Task Accept_NothingForThePriceAnyMore_IsRefusedAndNothingIsTaken()
    {
        var before = await StartIdleAsync(Wire("legnext", Cheap));
        var after = await StartIdleAsync(Wire("legnext", Cheap + 1));
        var quote = await QuoteAsync(before, Request());

        var error = await Assert.ThrowsAsync<AtelierException>(() => AcceptAsync(after, Request(), quote.Id));

        Assert.Equal(ErrorCode.PriceChanged, error.Code);
        Assert.Equal(100_000, await BalanceAsync());
        Assert.Equal("legnext", (await AcceptAsync(before, Request(), quote.Id)).Plan.First.Provider);
    }

    [Fact]
    public async Task Accept_TenAtOnceOnTwoNodesWithOneQuote_AcceptsOne()
    {
        TestNode[] nodes = [await StartIdleAsync(Wire("openai", Cheap)), await StartIdleAsync(Wire("openai", Cheap))];
        var quote = await QuoteAsync(nodes[0], Request());

        var codes = await Together.RunAsync(
            10,
            async index =>
            {
                try
                {
                    await AcceptAsync(nodes[index % 2], Request(), quote.Id);
                    return (ErrorCode?)null;
                }
                catch (AtelierException exception)
                {
                    return exception.Code;
                }
            }
        );

        Assert.Single(codes, code => code is null);
        Assert.Equal(9, codes.Count(code => code == ErrorCode.QuoteUsed));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
    }

    [Fact]
    public async Task Accept_SameRequestInOtherWords_IsTheOneThatWasQuoted()
    {
        var node = await StartIdleAsync(Wire("openai", Cheap));
        var options = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" };
        var turned = options.Reverse().ToDictionary(option => option.Key, option => option.Value);
        var quote = await QuoteAsync(node, With(options));

        var other = await Assert.ThrowsAsync<AtelierException>(() => AcceptAsync(node, Request(), quote.Id));
        await AcceptAsync(node, With(turned), quote.Id);

        Assert.Equal(ErrorCode.QuoteMismatch, other.Code);

        static ImageRequest With(IReadOnlyDictionary<string, string> options) =>
            Request() with
            {
                ProviderOptions = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["openai"] = options },
            };
    }

    [Fact]
    public async Task Write_RerunAboveTheQuote_IsNotSent()
    {
        var (first, second) = (Wire("openai", Most), Wire("legnext", Most));
        first.Then(WireAct.Lost());
        var node = await StartAsync(first, second);
        var quote = await QuoteAsync(node, Request());

        var id = (await AcceptAsync(node, Request(), quote.Id)).Row.Id;
        var detail = await node.WaitAsync(id, Account);

        Assert.Equal(Most, quote.Maximum);
        Assert.Equal(("failed", "budget_exceeded", 0L), (detail.Row.State, detail.Row.ErrorCode, detail.Row.Settled));
        Assert.Empty(second.Posts);
        await Books.AssertAsync(House, first, second);
    }

    [Fact]
    public async Task Quote_MinutesOfTheOperator_AreItsLife()
    {
        var node = await StartAsync(
            new NodeSetup
            {
                Wires = [Wire("openai", Cheap)],
                Services = services => services.Configure<QuoteOptions>(options => options.Minutes = 2),
            }
        );
        var quote = await QuoteAsync(node, Request());
        await House.MoveClockAsync(TimeSpan.FromMinutes(2));

        var error = await Assert.ThrowsAsync<AtelierException>(() => AcceptAsync(node, Request(), quote.Id));

        Assert.Equal(ErrorCode.QuoteExpired, error.Code);
    }

    [Fact]
    public async Task Quote_TooManyOpen_IsRefusedForAWhile()
    {
        var node = await StartAsync(
            new NodeSetup
            {
                Wires = [Wire("openai", Cheap)],
                Services = services => services.Configure<QuoteOptions>(options => options.MostOpen = 1),
            }
        );
        await QuoteAsync(node, Request());

        var error = await Assert.ThrowsAsync<AtelierException>(() => QuoteAsync(node, Request()));

        Assert.Equal((ErrorCode.RateLimited, 60), (error.Code, error.RetryAfterSeconds));
    }

    private static TestWire Wire(string id, long most) => new(id) { Most = most };

    private static ImageRequest Request() =>
        new() { Operation = new Create("a lighthouse", null, null), Size = new(16, 16) };

    private Task<Quote> QuoteAsync(TestNode node, ImageRequest request) =>
        node.Get<QuoteDesk>().QuoteAsync(Me, request, Cancel);

    private async Task<GenerationDetail> AcceptAsync(TestNode node, ImageRequest request, Guid? quote = null)
    {
        Idempotency? unnamed = null;
        var accepted = await node.Get<GenerationAcceptor>()
            .AcceptAsync(Me, request, unnamed, null, null, quote, Cancel);
        var found = await node.Get<GenerationReader>()
            .WaitAsync(accepted.GenerationId, Account, TimeSpan.Zero, Cancel, Cancel);
        return found!;
    }
}
