using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Credits;

public sealed class CreditTests(TestServer server) : IClassFixture<TestServer>
{
    private const string OpenAi = "/v1/images/generations";
    private const string Native = "/v1/generations";

    [Theory]
    [InlineData(OpenAi)]
    [InlineData(Native)]
    public async Task Create_TenAtOnceWithCreditsForThree_AcceptsExactlyThree(string door)
    {
        var caller = await server.AddCallerAsync(credits: 3);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(seed => Bodies.Small($"\"quality\": \"standard\", \"seed\": {seed}"))
                .Select(body => caller.PostAsync(door, body, ("Prefer", "wait=60")))
        );

        Assert.Equal(3, answers.Count(answer => answer.Status == 200));
        var refused = answers.Where(answer => answer.Status != 200).ToList();
        Assert.Equal(7, refused.Count);
        Assert.All(refused, answer => Refusal.IsOf(door, answer, 402, "insufficient_credits"));
        Assert.Equal(0, await caller.BalanceAsync());
        Assert.Equal(3, await CountAsync(caller));
        await IsBalancedAsync();
    }

    [Theory]
    [InlineData("draft", 500)]
    [InlineData("standard", 1000)]
    [InlineData("high", 2000)]
    [InlineData("ultra", 4000)]
    [InlineData("low", 500)]
    [InlineData("medium", 1000)]
    [InlineData("hd", 2000)]
    [InlineData("xhigh", 4000)]
    [InlineData("max", 4000)]
    [Trait("Requirement", "C-50")]
    public async Task Create_Quality_SetsThePriceOfAPicture(string quality, long price)
    {
        foreach (var door in new[] { OpenAi, Native })
        {
            var caller = await server.AddCallerAsync();

            var answer = await caller.PostAsync(
                door,
                Bodies.Small($"\"quality\": \"{quality}\", \"n\": 2"),
                ("Prefer", "wait=60")
            );

            Assert.Equal(200, answer.Status);
            Assert.Equal(100_000 - 2 * price, await caller.BalanceAsync());
        }

        await IsBalancedAsync();
    }

    [Theory]
    [InlineData("896x504", "draft", 500)]
    [InlineData("512x882", "draft", 500)]
    [InlineData("896x505", "draft", 1000)]
    [InlineData("1024x1024", "draft", 1000)]
    [InlineData("1024x1024", null, 1000)]
    [InlineData("1024x1024", "high", 2000)]
    [InlineData("1900x1008", "draft", 2000)]
    [InlineData("2560x1440", "standard", 2000)]
    [InlineData("2561x1440", "low", 4000)]
    [InlineData("3840x2160", "draft", 4000)]
    [InlineData("2160x3840", null, 4000)]
    public async Task Create_ExplicitSize_CostsAtLeastWhatItsPixelsDo(string size, string? quality, long price)
    {
        await server.PauseAsync();
        foreach (var door in new[] { OpenAi, Native })
        {
            var caller = await server.AddCallerAsync();
            var fields = $"\"size\": \"{size}\"{(quality is null ? "" : $", \"quality\": \"{quality}\"")}";

            var answer = await caller.PostAsync(door, Bodies.With(fields), ("Prefer", "respond-async"));

            Assert.Equal(202, answer.Status);
            Assert.Equal(price / 1000m, answer.At("price.each").GetDecimal());
            Assert.Equal(100_000 - price, await caller.BalanceAsync());
            await caller.DeleteAsync(answer.Header("Location")!);
            Assert.Equal(100_000, await caller.BalanceAsync());
        }

        await server.ResumeAsync();
        await IsBalancedAsync();
    }

    [Theory]
    [Trait("Requirement", "C-49")]
    [InlineData(OpenAi)]
    [InlineData(Native)]
    public async Task Create_TooFewCredits_SaysWhatItCostsAndWhatIsLeft(string door)
    {
        var caller = await server.AddCallerAsync(credits: 3);
        var before = await HouseState.ReadAsync(server.House);

        var answer = await caller.PostAsync(door, Bodies.Small("\"quality\": \"ultra\", \"n\": 2"));

        Refusal.IsOf(door, answer, 402, "insufficient_credits");
        Assert.Contains("costs 8 credits and 3 are left", answer.Text, StringComparison.Ordinal);
        if (door == Native)
        {
            Assert.Equal("credits", answer.TextAt("reason"));
            Assert.Equal(8, answer.At("credits_needed").GetDecimal());
            Assert.Equal(3, answer.At("credits_remaining").GetDecimal());
        }
        else
        {
            Assert.Equal("insufficient_quota", answer.TextAt("error.type"));
        }

        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Theory]
    [InlineData(OpenAi, "generation_id")]
    [InlineData(Native, "id")]
    public async Task Create_SameKeyAndBody_IsMadeAndPaidOnce(string door, string id)
    {
        var caller = await server.AddCallerAsync();
        (string, string)[] headers = [("Idempotency-Key", "order 66 ~"), ("Prefer", "wait=60")];
        var body = Bodies.Small("\"n\": 1");
        var reordered = $$"""{"n": 1,   "size": "64x48", "prompt": "{{Bodies.Prompt}}"}""";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => caller.PostAsync(door, i % 2 == 0 ? body : reordered, headers))
        );

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => answer.TextAt(id)).Distinct());
        Assert.Equal(99_500, await caller.BalanceAsync());
        Assert.Equal(1, await CountAsync(caller));
        var other = await server.AddCallerAsync();
        var theirs = await other.PostAsync(door, body, headers);
        Assert.NotEqual(answers[0].TextAt(id), theirs.TextAt(id));
    }

    [Theory]
    [InlineData(OpenAi)]
    [InlineData(Native)]
    public async Task Create_SameKeyOtherBody_Is422AndNothingIsWritten(string door)
    {
        var caller = await server.AddCallerAsync();
        await caller.PostAsync(door, Bodies.Small(), ("Idempotency-Key", "k"), ("Prefer", "wait=60"));
        var before = await HouseState.ReadAsync(server.House);

        var answer = await caller.PostAsync(door, Bodies.Small("\"n\": 2"), ("Idempotency-Key", "k"));
        var otherDoor = await caller.PostAsync(
            door == Native ? OpenAi : Native,
            Bodies.Small(),
            ("Idempotency-Key", "k")
        );

        Refusal.IsOf(door, answer, 422, "idempotency_conflict");
        Refusal.IsOf(door == Native ? OpenAi : Native, otherDoor, 422, "idempotency_conflict");
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    public async Task Create_AboveTheAccountsLimit_WaitsAndIsMadeAllTheSame()
    {
        var caller = await server.AddCallerAsync(maxActive: 1);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => caller.PostAsync(Native, Bodies.Small(), ("Prefer", "wait=60")))
        );

        Assert.All(answers, answer => Assert.Equal("complete", answer.TextAt("state")));
        await IsBalancedAsync();
    }

    private async Task<long> CountAsync(TestCaller caller) =>
        await server.House.ScalarAsync<long>("SELECT count(*) FROM generations WHERE account_id = @AccountId", caller);

    private async Task IsBalancedAsync()
    {
        var check = await server.Owner().GetAsync("/admin/api/ledger/check");
        Assert.Equal(200, check.Status);
        Assert.True(check.At("balanced").GetBoolean(), check.Text);
        Assert.Empty(check.At("problems").EnumerateArray());
        Assert.True(check.At("generations").GetInt64() > 0);
    }
}
