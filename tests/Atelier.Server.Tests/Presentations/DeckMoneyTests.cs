using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;
using Atelier.TestKit.Time;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What pictures of presentations cost, and when there is no money for them.</summary>
public sealed class DeckMoneyTests(DeckServer deck) : IClassFixture<DeckServer>, IAsyncLifetime
{
    private TestServer Server => deck.Server;

    // Nothing is made: what counts is what is accepted.
    public async ValueTask InitializeAsync() => await Server.PauseAsync();

    public async ValueTask DisposeAsync()
    {
        await BudgetAsync("100");
        await Server.House.ExecuteAsync(HouseClock.ResetSql);
    }

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
    public async Task Generate_HundredAtOnceAndCreditsForTen_StartsTen()
    {
        var caller = await Server.AddCallerAsync(credits: 5);

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

        Assert.Equal(10, answers.Count(answer => answer.Status == 202));
        var refused = answers.Where(answer => answer.Status != 202).ToList();
        Assert.Equal(90, refused.Count);
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

    [Fact]
    [Trait("Requirement", "C-13")]
    [Trait("Requirement", "C-15")]
    [Trait("Requirement", "C-69")]
    public async Task Generate_TheFiveHundredAndFirstAtFourInTheAfternoon_IsToldToComeBackInEightHours()
    {
        var caller = await Server.AddCallerAsync(tier: "paid");
        await AtFourAsync();
        var first = await StartAsync(caller, DeckDoor.Generate, DeckBody.Generate());
        // As many as a day may have, all of them hours ago.
        await Server.House.ExecuteAsync(
            """
            INSERT INTO generations SELECT (jsonb_populate_record(g, jsonb_build_object(
              'id', gen_random_uuid(), 'created_at', atelier.now() - interval '2 hours', 'prompt_id', NULL))).*
            FROM generations g, generate_series(1, 499) WHERE g.id = @id
            """,
            new { id = Guid.Parse(first.TextAt("data.generationId")!) }
        );

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate());
        await Server.House.ExecuteAsync(
            "DELETE FROM generations WHERE account_id = @AccountId AND prompt_id IS NULL",
            new { caller.AccountId }
        );

        DeckDoor.IsError(answer, 429, "QUOTA_EXCEEDED");
        Assert.Equal("Image generation quota exceeded", answer.TextAt("error.message"));
        Assert.Equal("Daily limit of 500 images reached", answer.TextAt("error.details.reason"));
        Assert.Equal("Quota resets at midnight UTC", answer.TextAt("error.details.suggestion"));
        Assert.False(answer.At("error.retryable").GetBoolean());
        Assert.Equal(28800, answer.At("error.retryAfter").GetInt32());
        Assert.Equal("28800", answer.Header("Retry-After"));
    }

    [Fact]
    [Trait("Requirement", "C-15")]
    public async Task Generate_AFreeAccountsSixth_NamesTheLimitThatBit()
    {
        var caller = await Server.AddCallerAsync(tier: "free", limited: true);
        for (var i = 0; i < 5; i++)
        {
            await StartAsync(caller, DeckDoor.Generate, DeckBody.Generate().With("options.seed", $"{i}"));
        }

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate());

        DeckDoor.IsError(answer, 429, "QUOTA_EXCEEDED");
        Assert.Equal("Daily limit of 5 images reached", answer.TextAt("error.details.reason"));
    }

    [Fact]
    [Trait("Requirement", "C-12")]
    [Trait("Requirement", "C-69")]
    public async Task Generate_TheEleventhInAMinute_IsToldWhenTheNextIsFree()
    {
        var caller = await Server.AddCallerAsync(tier: "paid");
        for (var i = 0; i < 10; i++)
        {
            await StartAsync(caller, DeckDoor.Generate, DeckBody.Generate().With("options.seed", $"{i}"));
        }

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate());

        DeckDoor.IsError(answer, 429, "RATE_LIMITED");
        Assert.True(answer.At("error.retryable").GetBoolean());
        Assert.InRange(answer.At("error.retryAfter").GetInt32(), 1, 60);
    }

    private static async Task<Answer> StartAsync(TestCaller caller, string door, DeckBody body)
    {
        var answer = await DeckDoor.PostAsync(caller, door, body, ("Prefer", "respond-async"));
        Assert.True(answer.Status == 202, answer.Text);
        return answer;
    }

    // It stands still, so that the seconds are exact.
    private Task AtFourAsync() =>
        Server.House.ExecuteAsync(
            """
            DO $day$ BEGIN EXECUTE format(
              'CREATE OR REPLACE FUNCTION atelier.now() RETURNS timestamptz LANGUAGE sql STABLE AS
                $f$ SELECT timestamptz %L $f$',
              to_char((statement_timestamp() AT TIME ZONE 'UTC')::date, 'YYYY-MM-DD') || ' 16:00:00+00'); END $day$;
            """
        );

    private async Task BudgetAsync(string dollars)
    {
        var set = await Server.Owner().PutAsync("/admin/api/budget", $$"""{"limit_usd": {{dollars}}}""");
        Assert.True(set.Status == 200, set.Text);
    }
}
