using System.Text.Json;
using Atelier.Server.Tests.Docs;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Routing;

/// <summary><c>POST /v1/simulate</c>: what traffic would cost in another world.</summary>
public sealed class SimulationTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/simulate";

    private const string Small = """
        providers:
          - { id: studio, name: Studio, lane: 5, key_variable: STUDIO_KEY }
        models:
          - id: brush
            name: Brush
            version: "1"
            strengths: []
            weaknesses: []
            grade: standard
            aesthetic_score: 5
            photorealism_score: 6
            offers:
              - provider: studio
                provider_model: brush-1
                capabilities: [text_to_image]
                sizes: { max_side: 2048 }
                pictures_per_call: 2
                max_per_call: 4
                price: { expected: 0.01, maximum: 0.02, as_of: 2026-11-20, versions: { old: 0.04 } }
        styles:
          - { id: foggy, name: Foggy, kind: visual, description: Hard to see., words: [fog] }
        sizes:
          "1:1": { draft: 100x100, standard: 200x200, high: 400x400, ultra: 800x800, use_cases: [All] }
          custom: { use_cases: [All] }
        prices:
          picture: { draft: 1, standard: 1, high: 1, ultra: 1 }
          remove_background: 1
        """;

    [Theory]
    [Trait("Requirement", "B-79")]
    [InlineData(0.8, 47.0)]
    [InlineData(1.0, 40.0)]
    public async Task Simulate_TheSeedsMixAtTheSeedsPrices_GivesTheSeedsFigures(double flux, double dollars)
    {
        var parts = new List<object> { new { share = (decimal)flux, request = new { model = "flux1" } } };
        if (flux < 1)
        {
            parts.Add(new { share = 1 - (decimal)flux, request = new { model = "sdxl" } });
        }

        var answer = await SimulateAsync(
            new
            {
                mix = new { requests = 5000, parts },
                price_version = "seed",
                providers = new[] { "all" },
            }
        );

        Assert.Equal("simulation", answer.TextAt("object"));
        Assert.Equal("seed", answer.TextAt("price_version"));
        Assert.Equal((decimal)dollars, answer.At("simulated.cost_usd").GetDecimal());
        Assert.Equal(5000, answer.At("simulated.pictures").GetInt64());
        Assert.Equal((0, 0), (Count(answer, "simulated.impossible"), Count(answer, "simulated.unpriced")));
        Assert.Equal((decimal)flux, answer.At("simulated.models")[0].GetProperty("share").GetDecimal());
        Assert.Equal("flux-schnell", answer.At("simulated.models")[0].GetProperty("model").GetString());
        Assert.Equal(
            answer.At("simulated.cost_usd").GetDecimal() - answer.At("current.cost_usd").GetDecimal(),
            answer.At("difference_usd").GetDecimal()
        );
        Assert.Equal(15, answer.At("simulated.average_seconds").GetDouble());
    }

    [Fact]
    public async Task Simulate_AnotherCatalogue_GoesByItsOffersAndLists()
    {
        var body = new
        {
            mix = new
            {
                requests = 3,
                parts = new object[]
                {
                    new { share = 0.5m, request = new { n = 5 } },
                    new { share = 0.5m, request = new { n = 1, negative_prompt = "people" } },
                },
            },
            catalogue = SmallCatalogue(),
            providers = new[] { "all" },
        };

        var answer = await SimulateAsync(body);
        var old = await SimulateAsync(
            new
            {
                body.mix,
                body.catalogue,
                body.providers,
                price_version = "old",
            }
        );

        // Five pictures cost three times the least call, one picture once; the odd request is of the first kind.
        Assert.Equal(0.07m, answer.At("simulated.cost_usd").GetDecimal());
        Assert.Equal(0.14m, answer.At("simulated.maximum_usd").GetDecimal());
        Assert.Equal(0.28m, old.At("simulated.cost_usd").GetDecimal());
        Assert.Equal(11, Count(answer, "simulated.pictures"));
        var loss = answer.At("simulated.degradations")[0];
        Assert.Equal("negative_prompt_dropped", loss.GetProperty("what").GetString());
        Assert.Equal(1, loss.GetProperty("requests").GetInt64());
        Assert.Equal("brush", answer.At("simulated.models")[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Simulate_RecordedTraffic_IsTriedWithoutItsWordsAndWritesNothing()
    {
        var caller = await server.AddCallerAsync();
        await caller.GenerateAsync(Bodies.Small("\"n\": 2"));
        await caller.GenerateAsync(Bodies.Small());
        var before = await RowsAsync();

        var answer = await SimulateAsync(
            new
            {
                traffic = new { account = caller.AccountId },
                catalogue = SmallCatalogue(),
                providers = new[] { "studio" },
            }
        );
        var own = await SimulateAsync(new { traffic = new { account = caller.AccountId } });
        var newest = await SimulateAsync(new { traffic = new { account = caller.AccountId, most = 1 } });
        var moved = await SimulateAsync(
            new { traffic = new { account = caller.AccountId }, catalogue = SmallCatalogue() }
        );

        // One call yields two pictures there.
        Assert.Equal(0.02m, answer.At("simulated.cost_usd").GetDecimal());
        Assert.Equal((0, 2), (Count(answer, "simulated.impossible"), Count(answer, "current.impossible")));
        Assert.Equal((2, 3), (Count(own, "simulated.requests"), Count(own, "simulated.pictures")));
        Assert.Equal(0m, own.At("simulated.cost_usd").GetDecimal());
        Assert.DoesNotContain("seed_unsupported", moved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("seed_unsupported", answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, own.At("recorded.requests").GetInt64());
        Assert.True(own.At("recorded.average_seconds").GetDouble() > 0);
        Assert.Equal(1, Count(newest, "simulated.requests"));
        Assert.Equal(2, Count(moved, "simulated.impossible"));
        Assert.Equal(0, Count(moved, "current.impossible"));
        Assert.DoesNotContain(LogCapture.PromptWord, own.Text, StringComparison.Ordinal);
        Assert.Equal(before, await RowsAsync());
    }

    [Theory]
    [InlineData("{}", "traffic")]
    [InlineData("""{"traffic": {}, "mix": {"requests": 1, "parts": [{"share": 1, "request": {}}]}}""", "traffic")]
    [InlineData("""{"mix": {"requests": 10001, "parts": [{"share": 1, "request": {}}]}}""", "mix.requests")]
    [InlineData("""{"mix": {"requests": 1, "parts": []}}""", "mix.parts")]
    [InlineData(
        """{"mix": {"requests": 1, "parts": [null]}}""",
        "mix.parts[0].share",
        "mix.parts[0].request",
        "mix.parts"
    )]
    [InlineData(
        """{"mix": {"requests": 1, "parts": [{"share": 7e28, "request": {}}, {"share": 7e28, "request": {}}]}}""",
        "mix.parts[0].share",
        "mix.parts[1].share",
        "mix.parts"
    )]
    [InlineData("""{"mix": {"requests": 1, "parts": [{"share": 0.5, "request": {}}]}}""", "mix.parts")]
    [InlineData(
        """{"mix": {"requests": 1, "parts": [{"share": 1, "request": {"n": 11}}]}}""",
        "mix.parts[0].request.n"
    )]
    [InlineData(
        """{"mix": {"requests": 1, "parts": [{"share": 1, "request": {"style": "no-such"}}]}}""",
        "mix.parts[0].request.style"
    )]
    [InlineData("""{"traffic": {"from": "yesterday"}}""", "traffic.from")]
    [InlineData("""{"traffic": {"from": "2026-11-02", "to": "2026-11-01"}}""", "traffic.from")]
    [InlineData("""{"traffic": {"account": "me"}}""", "traffic.account")]
    [InlineData("""{"traffic": {"most": 0}}""", "traffic.most")]
    [InlineData("""{"traffic": {}, "price_version": "none"}""", "price_version")]
    [InlineData("""{"traffic": {}, "providers": ["nobody"]}""", "providers")]
    [InlineData("""{"traffic": {}, "providers": [null]}""", "providers")]
    [InlineData("""{"traffic": {}, "catalogue": []}""", "catalogue")]
    [InlineData("""{"traffic": {}, "catalogue": [null]}""", "catalogue[0]")]
    [InlineData("""{"traffic": {}, "catalogue": [{"name": "../models.yaml", "text": ""}]}""", "catalogue[0]")]
    [InlineData("""{"traffic": {}, "catalogue": [{"name": "a.yaml", "text": "models: 1"}]}""", "catalogue")]
    [InlineData("""{"traffic": {"form": "2026-11-01"}}""", "traffic")]
    [InlineData("""{"traffic": {}, "today": "2027"}""", "today")]
    public async Task Simulate_WrongFields_AreNamed(string body, params string[] fields)
    {
        var answer = await server.Owner().PostAsync(Door, body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(
            fields,
            answer.At("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())
        );
    }

    [Fact]
    public async Task Simulate_WithoutTheScopeAdmin_IsForbidden()
    {
        var caller = await server.AddCallerAsync();

        Assert.Equal(403, (await caller.PostAsync(Door, """{"traffic": {}}""")).Status);
        Assert.Equal(401, (await server.Nobody().PostAsync(Door, """{"traffic": {}}""")).Status);
    }

    private async Task<Answer> SimulateAsync(object body)
    {
        var answer = await server.Owner().PostAsync(Door, JsonSerializer.Serialize(body));
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }

    // What is said and what may not be asked for is not compared here.
    private static object[] SmallCatalogue() =>
        [
            new { name = "all.yaml", text = Small },
            .. ((string[])["words.yaml", "policy.yaml"]).Select(name => new
            {
                name,
                text = File.ReadAllText(RepositoryFile.PathOf($"catalog/{name}")),
            }),
        ];

    private static long Count(Answer answer, string path) => answer.At(path).GetInt64();

    private Task<long> RowsAsync() =>
        server.House.ScalarAsync<long>(
            """
            SELECT (SELECT count(*) FROM generations) + (SELECT count(*) FROM prompts) + (SELECT count(*) FROM ledger)
              + (SELECT count(*) FROM costs) + (SELECT count(*) FROM attempts) + (SELECT count(*) FROM events)
              + (SELECT count(*) FROM audit)
            """
        );
}
