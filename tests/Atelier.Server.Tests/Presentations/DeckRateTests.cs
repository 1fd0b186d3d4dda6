using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Server.Tests.Presentations;

/// <summary>How often an account may ask at the presentation doors, whatever its tier (requirement C-69).</summary>
public sealed class DeckRateTests(DeckServer deck) : IClassFixture<DeckServer>, IAsyncLifetime
{
    private TestServer Server => deck.Server;

    // Nothing is made: what counts is what is accepted.
    public async ValueTask InitializeAsync() => await Server.PauseAsync();

    public async ValueTask DisposeAsync() => await Server.House.ExecuteAsync(HouseClock.ResetSql);

    [Theory]
    [InlineData("paid", false)]
    [InlineData("premium", false)]
    [InlineData("premium", true)]
    [Trait("Requirement", "C-13")]
    [Trait("Requirement", "C-15")]
    [Trait("Requirement", "C-69")]
    public async Task Generate_TheFiveHundredAndFirstAtFourInTheAfternoon_IsToldToComeBackInEightHours(
        string tier,
        bool owner
    )
    {
        var caller = owner ? await OwnerAsync() : await Server.AddCallerAsync(tier: tier);
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
        // The other doors keep to the setting, which leaves premium accounts alone.
        var elsewhere = await caller.PostAsync("/v1/generations", Bodies.Small(), ("Prefer", "respond-async"));
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
        Assert.Equal(tier == "premium" ? 202 : 429, elsewhere.Status);
    }

    [Fact]
    [Trait("Requirement", "C-15")]
    [Trait("Requirement", "C-69")]
    public async Task Generate_APaidAccountsHundredAndFirstAtFour_NamesTheSmallerLimit()
    {
        var caller = await Server.AddCallerAsync(tier: "paid", limited: true);
        await AtFourAsync();
        await StartAsync(caller, DeckDoor.Generate, DeckBody.Generate());
        await Server.House.ExecuteAsync(
            "UPDATE daily_usage SET pictures = 100 WHERE account_id = @AccountId",
            new { caller.AccountId }
        );

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate());

        DeckDoor.IsError(answer, 429, "QUOTA_EXCEEDED");
        Assert.Equal("Daily limit of 100 images reached", answer.TextAt("error.details.reason"));
        Assert.Equal("Quota resets at midnight UTC", answer.TextAt("error.details.suggestion"));
        Assert.Equal(28800, answer.At("error.retryAfter").GetInt32());
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

    [Theory]
    [InlineData("paid")]
    [InlineData("premium")]
    [Trait("Requirement", "C-12")]
    [Trait("Requirement", "C-69")]
    public async Task Generate_TheEleventhInAMinute_IsToldWhenTheNextIsFree(string tier)
    {
        var caller = await Server.AddCallerAsync(tier: tier);
        for (var i = 0; i < 10; i++)
        {
            await StartAsync(caller, DeckDoor.Generate, DeckBody.Generate().With("options.seed", $"{i}"));
        }

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate());

        DeckDoor.IsError(answer, 429, "RATE_LIMITED");
        Assert.True(answer.At("error.retryable").GetBoolean());
        Assert.InRange(answer.At("error.retryAfter").GetInt32(), 1, 60);
    }

    [Theory]
    [InlineData("edit", 20)]
    [InlineData("regenerate", 15)]
    [Trait("Requirement", "C-69")]
    public async Task OtherDoors_OfAPremiumAccount_HaveTheirOwnLimitsOfAMinute(string group, int most)
    {
        var caller = await Server.AddCallerAsync();
        await Server.ResumeAsync();
        var first = await DeckDoor.MakeAsync(caller, DeckBody.Generate().With("options.provider", "\"local\""));
        await Server.PauseAsync();
        var (door, body) =
            group == "edit"
                ? (
                    DeckDoor.Edit,
                    DeckBody.Placed(
                        $"\"imageId\": \"{DeckDoor.ImageOf(first)}\", \"edit\": {{\"type\": \"variation\"}}"
                    )
                )
                : (DeckDoor.Regenerate, DeckBody.Placed($"\"generationId\": \"{first.TextAt("data.generationId")}\""));
        for (var i = 0; i < most; i++)
        {
            await StartAsync(caller, door, body);
        }

        var answer = await DeckDoor.PostAsync(caller, door, body);

        DeckDoor.IsError(answer, 429, "RATE_LIMITED");
        Assert.InRange(answer.At("error.retryAfter").GetInt32(), 1, 60);
    }

    // The owner's account, by a key of its own.
    private async Task<TestCaller> OwnerAsync()
    {
        var account = await Server.House.ScalarAsync<Guid>("SELECT id FROM accounts WHERE owner");
        return new TestCaller(Server, account, Server.OwnerKey);
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
}
