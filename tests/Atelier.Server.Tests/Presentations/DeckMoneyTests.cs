using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What pictures of presentations cost, and when there is no money for them.</summary>
public sealed class DeckMoneyTests(DeckServer deck) : IClassFixture<DeckServer>, IAsyncLifetime
{
    private TestServer Server => deck.Server;

    // Nothing is made: what counts is what is accepted.
    public async ValueTask InitializeAsync() => await Server.PauseAsync();

    public async ValueTask DisposeAsync() => await BudgetAsync("100");

    [Theory]
    [InlineData("auto", 500, 1000, 2000, 4000)]
    [InlineData("local", 500, 1000, 2000, 4000)]
    [InlineData("dalle3", 500, 1000, 1500, 2000)]
    [InlineData("midjourney", 600, 1200, 1800, 3000)]
    [InlineData("midjourney-v6", 500, 1000, 2000, 4000)]
    [Trait("Requirement", "C-50")]
    [Trait("Requirement", "C-51")]
    public async Task Generate_ByProviderAndQuality_HoldsThePriceOfTheTable(string provider, params int[] thousandths)
    {
        foreach (var (quality, price) in new[] { "draft", "standard", "high", "ultra" }.Zip(thousandths))
        {
            var caller = await Server.AddCallerAsync();
            var body = DeckBody
                .Generate()
                .With("options.provider", $"\"{provider}\"")
                .With("config.aspectRatio", "\"1:1\"")
                .With("config.quality", $"\"{quality}\"");

            var first = await StartAsync(caller, DeckDoor.Generate, body);
            Assert.Equal(100_000 - price, await caller.BalanceAsync());
            // What makes it anew names the same model, and costs the same.
            await StartAsync(
                caller,
                DeckDoor.Regenerate,
                DeckBody.Placed($"\"generationId\": \"{first.TextAt("data.generationId")}\"")
            );
            Assert.Equal(100_000 - (2 * price), await caller.BalanceAsync());
        }
    }

    [Fact]
    [Trait("Requirement", "C-05")]
    public async Task Generate_AProviderThatIsNotSwitchedOn_IsUnavailableAndNamed()
    {
        var caller = await Server.AddCallerAsync();

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate().With("options.provider", "\"sdxl\"")
        );

        DeckDoor.IsError(answer, 503, "PROVIDER_UNAVAILABLE");
        Assert.Equal("sdxl", answer.TextAt("error.details.provider"));
        Assert.False(answer.At("error.retryable").GetBoolean());
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-48")]
    [Trait("Requirement", "C-49")]
    public async Task Generate_HundredAtOnceAndCreditsForEight_StartsEight()
    {
        var caller = await Server.AddCallerAsync(credits: 4);

        var answers = await Together.RunAsync(
            100,
            index =>
                DeckDoor.PostAsync(
                    caller,
                    DeckDoor.Generate,
                    DeckBody.Generate().With("options.seed", $"{index}").With("options.provider", "\"local\""),
                    ("Prefer", "respond-async")
                )
        );

        Assert.Equal(8, answers.Count(answer => answer.Status == 202));
        var refused = answers.Where(answer => answer.Status != 202).ToList();
        Assert.Equal(92, refused.Count);
        Assert.All(refused, answer => DeckDoor.IsError(answer, 402, "QUOTA_EXCEEDED"));
        Assert.All(refused, answer => Assert.Equal("credits", answer.TextAt("error.details.reason")));
        Assert.All(refused, answer => Assert.False(answer.At("error.retryable").GetBoolean()));
        Assert.Equal(0, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "B-59")]
    public async Task Generate_TheBudgetIsUsedUp_IsRefusedAndThePainterGoesOn()
    {
        var caller = await Server.AddCallerAsync();
        await BudgetAsync("0");

        var paid = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate().With("options.provider", "\"dalle3\"")
        );
        await StartAsync(caller, DeckDoor.Generate, DeckBody.Generate().With("options.provider", "\"local\""));

        DeckDoor.IsError(paid, 402, "QUOTA_EXCEEDED");
        Assert.Equal("budget", paid.TextAt("error.details.reason"));
        Assert.Equal(99_500, await caller.BalanceAsync());
    }

    private static async Task<Answer> StartAsync(TestCaller caller, string door, DeckBody body)
    {
        var answer = await DeckDoor.PostAsync(caller, door, body, ("Prefer", "respond-async"));
        Assert.True(answer.Status == 202, answer.Text);
        return answer;
    }

    private async Task BudgetAsync(string dollars)
    {
        var set = await Server.Owner().PutAsync("/admin/api/budget", $$"""{"limit_usd": {{dollars}}}""");
        Assert.True(set.Status == 200, set.Text);
    }
}
