using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Routing;

/// <summary>A quote at the doors that take it.</summary>
public sealed class BoundQuoteTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Native = "/v1/generations";
    private const string OpenAi = "/v1/images/generations";
    private const string Header = "Atelier-Quote";

    [Fact]
    public async Task Quote_NamesItsIdEndAndCaps()
    {
        var caller = await server.AddCallerAsync();

        var quote = await caller.PostAsync("/v1/quotes", Bodies.Small("\"n\": 2"));

        Assert.True(quote.Status == 200, quote.Text);
        Assert.True(quote.At("id").TryGetGuid(out _));
        Assert.True(quote.At("price.most").GetDecimal() > 0);
        Assert.Equal(0m, quote.At("maximum_cost_usd").GetDecimal());
        var left = await server.House.ScalarAsync<double>(
            "SELECT extract(epoch FROM @end::timestamptz - atelier.now())::float8",
            new { end = quote.At("expires_at").GetString() }
        );
        Assert.InRange(left, 14 * 60, 15 * 60);
    }

    [Theory]
    [InlineData(Native, 409)]
    [InlineData(OpenAi, 422)]
    public async Task Create_WithAQuote_IsAcceptedOnce(string door, int status)
    {
        var caller = await server.AddCallerAsync();
        var (id, most) = await QuoteAsync(caller, Bodies.Small("\"n\": 2"));
        // Fields that say what is so anyway make no other request.
        var body = Bodies.Small(door == Native ? "\"n\": 2, \"tier\": null, \"fallback\": \"declared\"" : "\"n\": 2");

        var first = await caller.PostAsync(door, body, (Header, id), ("Prefer", "respond-async"));
        var again = await caller.PostAsync(door, body, (Header, id), ("Prefer", "respond-async"));

        Assert.True(first.Status == 202, first.Text);
        Assert.Equal(most, first.At("price.reserved").GetDecimal());
        Refusal.IsOf(door, again, status, "quote_used");
    }

    [Fact]
    public async Task Create_SameKeyAgain_IsTheFirstThoughTheQuoteIsUsed()
    {
        var caller = await server.AddCallerAsync();
        var (id, _) = await QuoteAsync(caller, Bodies.Small());

        var first = await caller.PostAsync(Native, Bodies.Small(), (Header, id), ("Idempotency-Key", "one"));
        var again = await caller.PostAsync(Native, Bodies.Small(), (Header, id), ("Idempotency-Key", "one"));
        var other = await caller.PostAsync(Native, Bodies.Small(), (Header, id), ("Idempotency-Key", "two"));

        Assert.Equal(first.TextAt("id"), again.TextAt("id"));
        Refusal.IsProblem(other, 409, "quote_used");
    }

    [Fact]
    public async Task Create_QuoteThatDoesNotHold_IsRefusedWithItsReasonAndNothingIsTaken()
    {
        var caller = await server.AddCallerAsync();
        var stranger = await server.AddCallerAsync();
        var (id, _) = await QuoteAsync(caller, Bodies.Small());
        var before = await HouseState.ReadAsync(server.House);

        Refusal.IsProblem(await Sent(stranger, id, Bodies.Small()), 404, "quote_not_found");
        Refusal.IsProblem(await Sent(caller, Guid.CreateVersion7().ToString(), Bodies.Small()), 404, "quote_not_found");
        Refusal.IsProblem(await Sent(caller, Guid.Empty.ToString(), Bodies.Small()), 404, "quote_not_found");
        Refusal.IsProblem(await Sent(caller, id, Bodies.Small("\"n\": 2")), 422, "quote_mismatch");
        await ChangeAsync(id, "catalogue = catalogue || 'x'");
        Refusal.IsProblem(await Sent(caller, id, Bodies.Small()), 409, "price_changed");
        await ChangeAsync(id, "catalogue = left(catalogue, -1), price = price - 1");
        Refusal.IsProblem(await Sent(caller, id, Bodies.Small()), 409, "price_changed");
        await ChangeAsync(id, "price = price + 1, expires_at = atelier.now()");
        Refusal.IsProblem(await Sent(caller, id, Bodies.Small()), 410, "quote_expired");

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
        await ChangeAsync(id, "expires_at = atelier.now() + interval '1 minute'");
        Assert.Equal(202, (await Sent(caller, id, Bodies.Small())).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("quote-1")]
    [InlineData("018f6b1e-7d3a-7c4e-9a51")]
    [InlineData("018f6b1e-7d3a-7c4e-9a51-0f2b3c4d5e6f, 018f6b1e-7d3a-7c4e-9a51-0f2b3c4d5e70")]
    [InlineData("' OR true --")]
    public async Task Create_HeaderThatIsNoId_IsNamedWithAllElseThatIsWrong(string value)
    {
        var caller = await server.AddCallerAsync();

        var native = await caller.PostAsync(Native, Bodies.Small("\"n\": 11"), (Header, value));
        var openAi = await caller.PostAsync(OpenAi, Bodies.Small(), (Header, value));

        Refusal.IsProblem(native, 400, "invalid_request", Header, "n");
        Refusal.IsOpenAi(openAi, 400, "invalid_request", Header);
    }

    private static async Task<(string Id, decimal Most)> QuoteAsync(TestCaller caller, string body)
    {
        var quote = await caller.PostAsync("/v1/quotes", body);
        Assert.True(quote.Status == 200, quote.Text);
        return (quote.TextAt("id")!, quote.At("price.most").GetDecimal());
    }

    private static Task<Answer> Sent(TestCaller caller, string quote, string body) =>
        caller.PostAsync(Native, body, (Header, quote), ("Prefer", "respond-async"));

    private Task ChangeAsync(string id, string set) =>
        server.House.ExecuteAsync($"UPDATE quotes SET {set} WHERE id = @id", new { id = Guid.Parse(id) });
}
