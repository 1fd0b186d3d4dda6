using System.Text.Json;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Planning;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Routing;

/// <summary><c>POST /v1/route</c> where providers are switched on: the router's answer, less what adapters cannot say.</summary>
public sealed class RoutedDoorTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string Door = "/v1/route";

    [Fact]
    public async Task Route_EveryName_AnswersWhatTheRouterDecided()
    {
        var caller = await server.Server.AddCallerAsync();
        var catalogue = server.Server.Services.GetRequiredService<CatalogueHolder>().Current;
        var status = server.Server.Services.GetRequiredService<Planner>().Status() with
        {
            AccountTier = AccountTier.Premium,
        };
        var cases = GoldenCase.All(catalogue).Where(asked => asked.Request.Model is not null).ToList();
        Assert.NotEmpty(cases);
        foreach (var asked in cases)
        {
            var route = Router.Plan(asked.Request, catalogue, status);

            var answer = await caller.PostAsync(
                Door,
                JsonSerializer.Serialize(new { prompt = "a lake", model = asked.Request.Model })
            );

            Assert.True(answer.Status == 200, answer.Text);
            var (chain, rejected) = (Names(answer, "chain"), Names(answer, "rejected"));
            var decided = route.Chain.Select(ranked => $"{ranked.Model.Id} at {ranked.Offer.Provider}").ToList();
            Assert.Equal(decided.Where(chain.Contains), chain);
            Assert.All(decided.Except(chain), name => Assert.Contains(name, rejected));
            Assert.Equal(
                NeutralReasons.Of(route.Text, route.Rejected),
                answer.At("text").EnumerateArray().Select(step => step.GetString())
            );
        }
    }

    [Fact]
    public async Task Route_AStyle_ShowsTheWordsAsTheFirstOfferGetsThem()
    {
        var caller = await server.Server.AddCallerAsync();
        var paid = EmulatedServer.Paid(server.OpenAi).Count + EmulatedServer.Paid(server.LegNext).Count;

        var flare = await caller.PostAsync(Door, Bodies.Flare("\"style\": \"minimal\""));
        var midjourney = await caller.PostAsync(Door, Bodies.Midjourney("\"seed\": 7, \"n\": 2"));

        Assert.StartsWith(Bodies.Prompt, flare.TextAt("prompt.final"), StringComparison.Ordinal);
        Assert.Contains("flat design", flare.TextAt("prompt.final"), StringComparison.Ordinal);
        Assert.Contains("--seed 7", midjourney.TextAt("prompt.final"), StringComparison.Ordinal);
        var first = midjourney.At("chain")[0];
        Assert.InRange(
            first.GetProperty("expected_cost_usd").GetDecimal(),
            0.01m,
            first.GetProperty("maximum_cost_usd").GetDecimal()
        );
        Assert.Equal(paid, EmulatedServer.Paid(server.OpenAi).Count + EmulatedServer.Paid(server.LegNext).Count);
    }

    [Fact]
    public async Task Quote_ABudgetWithoutRoom_IsToldWithoutItsSum()
    {
        var caller = await server.Server.AddCallerAsync();
        var owner = server.Server.Owner();
        await owner.PutAsync($"/admin/api/accounts/{caller.AccountId}/budget", """{"limit_usd": 0.0001}""");

        var quote = await caller.PostAsync("/v1/quotes", Bodies.Flare("\"n\": 2"));

        Assert.True(quote.Status == 200, quote.Text);
        Assert.False(quote.At("affordable.budget").GetBoolean());
        Assert.True(quote.At("affordable.credits").GetBoolean());
        Assert.False(quote.At("affordable.now").GetBoolean());
        Assert.True(quote.At("maximum_cost_usd").GetDecimal() >= quote.At("expected_cost_usd").GetDecimal());
        Assert.DoesNotContain("0.0001", quote.Text, StringComparison.Ordinal);
    }

    private static List<string> Names(Answer answer, string list) =>
        [
            .. answer
                .At(list)
                .EnumerateArray()
                .Select(offer =>
                    $"{offer.GetProperty("model").GetString()} at {offer.GetProperty("provider").GetString()}"
                ),
        ];
}
