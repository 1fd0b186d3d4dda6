using System.Globalization;
using System.Text.Json;
using Atelier.Core.Catalogue;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>Who is asked first at the photo door.</summary>
public sealed class PhotoOrderTests(PhotoOrderServer order) : IClassFixture<PhotoOrderServer>, IDisposable
{
    private TestServer Server => order.Server;

    private ToldHealth Health => order.Health;

    private CatalogueSnapshot Catalogue => Server.Services.GetRequiredService<CatalogueHolder>().Current;

    public void Dispose() => Health.Clear();

    [Fact]
    [Trait("Requirement", "B-28")]
    [Trait("Requirement", "B-29")]
    [Trait("Requirement", "B-32")]
    [Trait("Requirement", "B-45")]
    [Trait("Requirement", "B-78")]
    public async Task Generate_OfEachTier_BeginsWithItsOrderAndGoesOnByScore()
    {
        foreach (
            var (tier, first, second, seconds) in new[]
            {
                ("free", "flux1", "sdxl", 8),
                ("paid", "stable_diffusion_xl", "gemini-nano-banana-2.1", 25),
                ("premium", "google_gemini", "sdxl", 15),
            }
        )
        {
            var caller = await Server.AddCallerAsync(tier: tier);
            var answer = await StartAsync(caller, "\"userTier\": \"premium\"");

            Assert.Equal((first, seconds), (answer.TextAt("provider"), answer.At("estimatedWaitTime").GetInt32()));
            var chain = await ChainAsync(answer);
            Assert.Equal(second, chain[1].Model);
            Assert.True(chain.Count > 3);
            var rest = chain.Skip(2).Select(place => place.Score).ToList();
            Assert.Equal(rest.OrderDescending(), rest);
            // The painter never stands in silently where models can be had.
            Assert.DoesNotContain(chain, place => place.Provider == "local");
        }
    }

    [Fact]
    [Trait("Requirement", "B-28")]
    [Trait("Requirement", "B-48")]
    public async Task Generate_OfferWithHistory_IsEstimatedByItAndTheQueue()
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        Tell("flux-schnell", OfferHealth.Unknown with { AverageSeconds = 11.2, Samples = 3 });

        Assert.Equal(12, (await StartAsync(caller)).At("estimatedWaitTime").GetInt32());
        Health.Waits["openai"] = 30;
        Assert.Equal(42, (await StartAsync(caller)).At("estimatedWaitTime").GetInt32());
    }

    [Fact]
    [Trait("Requirement", "B-49")]
    public async Task Generate_FirstOffersAreLeftAlone_TheFirstHealthyOneIsTaken_AndNoneIs503()
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var until = TimeProvider.System.GetUtcNow().AddSeconds(200);
        var shut = OfferHealth.Unknown with { Circuit = CircuitState.Open, OpenUntil = until };
        Tell("flux-schnell", shut);
        Assert.Equal("stable_diffusion_xl", (await StartAsync(caller)).TextAt("provider"));

        Tell("sdxl", shut);
        Assert.NotEqual("stable_diffusion_xl", (await StartAsync(caller)).TextAt("provider"));

        Catalogue.Models.ToList().ForEach(model => Tell(model, shut));
        var session = await PhotoServer.UploadAsync(Server, caller);
        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session));
        Assert.Equal((503, "NO_PROVIDER"), (answer.Status, answer.TextAt("error.code")));
        Assert.InRange(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 200);
    }

    [Fact]
    [Trait("Requirement", "B-46")]
    public async Task Generate_FreeAccountWithoutHistory_ScoresAsTheFigureOfTheRequirement()
    {
        var caller = await Server.AddCallerAsync(tier: "free");

        var chain = await ChainAsync(await StartAsync(caller, "\"style\": \"oil\""));

        var (flux, merit) = (Catalogue.FindModel("flux1")!, Catalogue.FindStyle("oil")!.Merit);
        Assert.Equal(("flux-schnell", "openai"), (chain[0].Model, chain[0].Provider));
        Assert.Equal(0.588 + 0.36 + 0.15, chain[0].Score - 0.3 * OfferScore.Quality(flux, merit), 6);
    }

    [Theory]
    [InlineData("free", "flux-schnell")]
    [InlineData("paid", "sdxl")]
    [InlineData("premium", "gemini-nano-banana-2.1")]
    [Trait("Requirement", "B-32")]
    public async Task Simulate_TasksOfThePast_GoWhereTheDoorSendsThem(string tier, string model)
    {
        var caller = await Server.AddCallerAsync(tier: tier);
        var answer = await StartAsync(caller);
        var chain = await ChainAsync(answer);
        await caller.DeleteAsync($"/v1/generations/{answer.At("taskId").GetGuid()}");
        // As when the session was cleaned up since.
        await Server.House.ExecuteAsync(
            "UPDATE generations SET session_id = NULL WHERE account_id = @AccountId",
            new { caller.AccountId }
        );

        var open = await SimulateAsync(caller);
        await Server.House.ExecuteAsync(
            "UPDATE accounts SET never_providers = '{openai}' WHERE id = @AccountId",
            new { caller.AccountId }
        );
        var ruled = await SimulateAsync(caller);

        Assert.Equal((model, "openai"), (chain[0].Model, chain[0].Provider));
        Assert.Equal((model, "openai"), ModelOf(open, "current"));
        Assert.Equal((model, "openai"), ModelOf(open, "simulated"));
        Assert.Equal("local", ModelOf(ruled, "current").Provider);
    }

    private async Task<Answer> SimulateAsync(TestCaller caller)
    {
        var answer = await Server
            .Owner()
            .PostAsync("/v1/simulate", JsonSerializer.Serialize(new { traffic = new { account = caller.AccountId } }));
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }

    private static (string? Model, string? Provider) ModelOf(Answer answer, string world)
    {
        var model = Assert.Single(answer.At($"{world}.models").EnumerateArray());
        return (model.GetProperty("model").GetString(), model.GetProperty("provider").GetString());
    }

    private void Tell(string model, OfferHealth health) => Tell(Catalogue.FindModel(model)!, health);

    private void Tell(ModelEntry model, OfferHealth health)
    {
        foreach (var offer in model.Offers)
        {
            Health.Tell(OfferKey.Of(model, offer), health);
        }
    }

    private async Task<Answer> StartAsync(TestCaller caller, string more = "")
    {
        var session = await PhotoServer.UploadAsync(Server, caller);
        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, more));
        Assert.True(answer.Status == 202, answer.Text);
        return answer;
    }

    private async Task<IReadOnlyList<(string Model, string Provider, double Score)>> ChainAsync(Answer answer)
    {
        var rows = await Server.House.ScalarAsync<string[]>(
            """
            SELECT array_agg(concat_ws('|', c->>'model', c->>'provider', c->>'score') ORDER BY place)
            FROM generations g, jsonb_array_elements(g.plan->'chain') WITH ORDINALITY AS o (c, place) WHERE g.id = @id
            """,
            new { id = answer.At("taskId").GetGuid() }
        );
        return
        [
            .. rows!
                .Select(row => row.Split('|'))
                .Select(part => (part[0], part[1], double.Parse(part[2], CultureInfo.InvariantCulture))),
        ];
    }
}
