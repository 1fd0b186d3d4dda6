using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Routing;

/// <summary><c>POST /v1/route</c>: what would become of a request, without anything of it happening.</summary>
public sealed class RouteTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/route";

    [Fact]
    public async Task Route_ARequest_ShowsChainReasonsAndWordsAndWritesNothing()
    {
        var caller = await server.AddCallerAsync(credits: 10);
        var before = await RowsAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small("\"n\": 3, \"negative_prompt\": \"people\""));

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal("route", answer.TextAt("object"));
        var first = answer.At("chain")[0];
        Assert.Equal("local-painter", first.GetProperty("model").GetString());
        Assert.Equal("local", first.GetProperty("provider").GetString());
        Assert.True(first.GetProperty("price").GetDecimal() > 0);
        Assert.Equal(0m, first.GetProperty("expected_cost_usd").GetDecimal());
        Assert.Equal(0m, first.GetProperty("maximum_cost_usd").GetDecimal());
        Assert.True(first.TryGetProperty("score", out _));
        Assert.Contains(
            "negative_prompt_dropped",
            first.GetProperty("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString())
        );
        Assert.All(
            answer.At("rejected").EnumerateArray(),
            offer => Assert.NotEmpty(offer.GetProperty("reason").GetString()!)
        );
        Assert.NotEmpty(answer.At("text").EnumerateArray());
        Assert.Equal(Bodies.Prompt, answer.TextAt("prompt.final"));
        Assert.Equal(before, await RowsAsync());
        Assert.Equal(10_000, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-32")]
    public async Task Route_OfferWithoutNegativePrompt_ShowsWhatIsNotSaidAndStrictTakesItAllTheSame()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(
            Door,
            Bodies.Small("\"style\": \"minimal\", \"model\": \"local-painter\", \"fallback\": \"strict\"")
        );

        Assert.Equal(
            "complex, detailed, busy, cluttered, realistic, low quality, blurry, distorted, watermark, text, logo, signature, artifacts, noise, grain",
            answer.TextAt("prompt.negative_dropped")
        );
        Assert.False(answer.At("prompt").TryGetProperty("negative", out _));
        Assert.Empty(answer.At("chain")[0].GetProperty("degradations").EnumerateArray());
    }

    [Fact]
    public async Task Route_NothingCanDoIt_AnswersAnEmptyChainAndTheReasons()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Midjourney());

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Empty(answer.At("chain").EnumerateArray());
        Assert.Equal("is not available now", answer.At("rejected")[0].GetProperty("reason").GetString());
        Assert.Equal(
            "midjourney-v7 at legnext is passed over: it is not available now.",
            answer.At("text")[1].GetString()
        );
        Assert.DoesNotContain("_KEY", answer.Text, StringComparison.Ordinal);
        Assert.False(answer.Json.TryGetProperty("prompt", out _));
    }

    [Fact]
    public async Task Route_NothingCanDoItAndTheOwnerAsks_NamesTheKeyToSet()
    {
        const string Why = "is not switched on (its key is LEGNEXT_API_KEY)";

        var answer = await server.Owner().PostAsync(Door, Bodies.Midjourney());
        var refused = await server.Owner().PostAsync("/v1/generations", Bodies.Midjourney());
        var others = await (await server.AddCallerAsync()).PostAsync("/v1/generations", Bodies.Midjourney());

        Assert.Equal(Why, answer.At("rejected")[0].GetProperty("reason").GetString());
        Assert.Equal($"midjourney-v7 at legnext is passed over: it {Why}.", answer.At("text")[1].GetString());
        Assert.Contains(Why, refused.TextAt("detail"), StringComparison.Ordinal);
        Assert.Contains(
            "midjourney-v7 at legnext is not available now",
            others.TextAt("detail"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("_KEY", others.Text, StringComparison.Ordinal);
        // What the caller is not told is in the log.
        Assert.Contains(server.Logs.Lines, line => line.Contains(Why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"prompt": "", "n": 0, "styl": "photo"}""", "prompt", "n", "styl")]
    [InlineData("""{"prompt": "a lake", "model": "no-such-model"}""", "model")]
    [InlineData("""{"prompt": "a lake", "style": 7}""", "style")]
    [InlineData("""{"prompt": "a lake", "webhook_events": ["all"]}""", "webhook_events")]
    public async Task Route_WrongFields_AreNamedAsAtTheNativeDoor(string body, params string[] fields)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, body);
        var native = await caller.PostAsync("/v1/generations", body);

        Assert.InRange(answer.Status, 400, 404);
        Assert.Equal(fields.Order(), Fields(answer).Order());
        Assert.Equal((native.Status, Fields(native)), (answer.Status, Fields(answer)), Same);
        Assert.Equal(native.TextAt("code"), answer.TextAt("code"));
    }

    [Fact]
    public async Task Route_SomebodyElsesImage_IsNotThere()
    {
        var (owner, other) = (await server.AddCallerAsync(), await server.AddCallerAsync());
        var image = (await owner.GenerateAsync(Bodies.Small())).At("images")[0].GetProperty("id").GetString();

        var answer = await other.PostAsync(Door, $$"""{"operation": "variation", "image": "{{image}}"}""");

        Assert.Equal(400, answer.Status);
        Assert.Equal(["image"], Fields(answer));
    }

    [Fact]
    public async Task Route_AKeyThatMayOnlyRead_IsEnough()
    {
        var caller = await server.AddCallerAsync(scopes: ["read"]);

        Assert.Equal(200, (await caller.PostAsync(Door, Bodies.Small())).Status);
        Assert.Equal(200, (await caller.PostAsync("/v1/quotes", Bodies.Small())).Status);
        Assert.Equal(403, (await caller.PostAsync("/v1/generations", Bodies.Small())).Status);
    }

    private static readonly IEqualityComparer<(int, List<string>)> Same = EqualityComparer<(int, List<string>)>.Create(
        (one, other) => one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2)
    );

    private static List<string> Fields(Answer answer) =>
        [.. answer.At("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!)];

    private Task<long> RowsAsync() =>
        server.House.ScalarAsync<long>(
            """
            SELECT (SELECT count(*) FROM generations) + (SELECT count(*) FROM prompts) + (SELECT count(*) FROM ledger)
              + (SELECT count(*) FROM costs) + (SELECT count(*) FROM attempts) + (SELECT count(*) FROM events)
              + (SELECT count(*) FROM idempotency_keys) + (SELECT count(*) FROM audit)
            """
        );
}
