using System.Globalization;
using Atelier.Server.Limits;
using Atelier.Server.Tests.Accounts;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>What an account may do in a day, and where nobody can be asked at all.</summary>
[Collection(PhotoHouse.Name)]
public sealed class PhotoLimitTests(PhotoServer photos)
{
    private TestServer Server => photos.Server;

    [Fact]
    [Trait("Requirement", "B-51")]
    [Trait("Requirement", "B-34")]
    [Trait("Requirement", "B-52")]
    public async Task Generate_FiftyAtOnceOfAFreshFreeAccount_StartsExactlyFive()
    {
        var caller = await Server.AddCallerAsync(tier: "free", limited: true);
        var session = await photos.UploadAsync(caller);
        var before = await caller.GetAsync("/api/usage");

        var answers = await Together.RunAsync(
            50,
            // A forged tier changes nothing (B-30).
            _ => caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"userTier\": \"premium\""))
        );

        Assert.Equal(5, answers.Count(answer => answer.Status == 202));
        foreach (var refused in answers.Where(answer => answer.Status != 202))
        {
            Assert.Equal((429, "DAILY_LIMIT_EXCEEDED"), (refused.Status, refused.TextAt("error.code")));
            Assert.Equal("Daily generation limit exceeded", refused.TextAt("error.message"));
            Assert.Equal(5, refused.At("limit").GetInt32());
            Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), 1, 86_400);
        }

        var usage = await caller.GetAsync("/api/usage");
        Assert.Equal((0, 5, 5), Figures(before));
        Assert.Equal((5, 0, 5), Figures(usage));
        foreach (var answer in answers.Where(answer => answer.Status == 202))
        {
            await PhotoServer.EndOfAsync(caller, answer.Header("Location")!);
        }

        Assert.Equal((5, 0, 5), Figures(await caller.GetAsync("/api/usage")));
        Assert.Equal(
            5,
            await Server.House.ScalarAsync<long>(
                "SELECT count(*) FROM generations WHERE session_id = @session",
                new { session }
            )
        );
    }

    [Fact]
    [Trait("Requirement", "B-30")]
    public async Task Generate_ForgedTier_ChangesNeitherMarkNorRoute()
    {
        var caller = await Server.AddCallerAsync(tier: "free", limited: true);
        var session = await photos.UploadAsync(caller);

        var rows = new List<string?>();
        foreach (var tier in new[] { "\"userTier\": \"premium\"", "\"userTier\": {\"tier\": 7}", "" })
        {
            var address = await PhotoServer.StartAsync(caller, session, tier);
            rows.Add(
                await Server.House.ScalarAsync<string>(
                    "SELECT concat_ws(' ', watermark, plan->'chain'->0->>'model', plan->'text') FROM generations WHERE id = @id",
                    new { id = EmulatedServer.IdOf(address) }
                )
            );
            await PhotoServer.EndOfAsync(caller, address);
        }

        Assert.Single(rows.Distinct());
        Assert.StartsWith("t ", rows[0], StringComparison.Ordinal);
        Assert.Contains("free accounts", rows[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("free", 5)]
    [InlineData("paid", 100)]
    [InlineData("premium", -1)]
    [Trait("Requirement", "B-52")]
    public async Task Usage_OfATier_HasTheFieldsAndItsLimit(string tier, int limit)
    {
        var caller = await Server.AddCallerAsync(tier: tier, limited: true);

        var usage = await caller.GetAsync("/api/usage");

        Assert.True(usage.Status == 200, usage.Text);
        Assert.Equal(
            ["success", "generationsToday", "totalCostToday", "remainingGenerations", "dailyLimit"],
            usage.Json.EnumerateObject().Select(field => field.Name).Take(5)
        );
        Assert.True(usage.At("success").GetBoolean());
        Assert.Equal((0, limit, limit), Figures(usage));
        Assert.Equal(0, usage.At("totalCostToday").GetDecimal());
    }

    [Fact]
    [Trait("Requirement", "B-52")]
    public async Task Usage_OfTheOwner_IsWithoutLimit() =>
        Assert.Equal((-1, -1), Last(await Server.Owner().GetAsync("/api/usage")));

    [Fact]
    [Trait("Requirement", "B-33")]
    public async Task Generate_NobodyToAsk_Is503AndTheTaskIsThereAsFailed()
    {
        var caller = await Server.AddCallerAsync(tier: "free", limited: true);
        var session = await photos.UploadAsync(caller);
        var rules = $"{People.Accounts}/{caller.AccountId}/routing";
        var set = await Server.Owner().PutAsync(rules, """{"only": ["replicate"]}""");
        Assert.True(set.Status == 200, set.Text);

        var answer = await caller.PostAsync(
            PhotoServer.Generate,
            PhotoServer.Body(session, "\"style\": \"oil\""),
            ("Idempotency-Key", "again")
        );

        await IsNobodyAsync(caller, answer, "oil");
        // The key was not used up: once there is somebody, the same request goes.
        await Server.Owner().PutAsync(rules, "{}");
        var later = await caller.PostAsync(
            PhotoServer.Generate,
            PhotoServer.Body(session, "\"style\": \"oil\""),
            ("Idempotency-Key", "again")
        );
        Assert.True(later.Status == 202, later.Text);
        Assert.NotEqual(answer.TextAt("taskId"), later.TextAt("taskId"));
        await PhotoServer.EndOfAsync(caller, later.Header("Location")!);
    }

    [Fact]
    [Trait("Requirement", "B-59")]
    public async Task Generate_BudgetUsedUp_Is503WithNothingReserved()
    {
        var caller = await Server.AddCallerAsync(tier: "free", limited: true);
        var session = await photos.UploadAsync(caller);
        await Server.Owner().PutAsync("/admin/api/budget", """{"limit_usd": 0}""");

        var answer = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session));
        await Server.Owner().PutAsync("/admin/api/budget", """{"limit_usd": 1000}""");

        await IsNobodyAsync(caller, answer, "cartoon");
    }

    [Fact]
    [Trait("Requirement", "B-61")]
    public async Task Generate_TooManyOfOneAddress_Is429AndReadsHaveTheirOwn()
    {
        await using var server = new TestServer
        {
            Replace = services =>
                services.PostConfigure<AddressLimitOptions>(limits => (limits.Changes, limits.Reads) = (2, 4)),
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();

        var calls = new List<Answer>();
        for (var i = 0; i < 3; i++)
        {
            calls.Add(await caller.PostAsync(PhotoServer.Generate, "{}"));
        }

        Assert.Equal([400, 400, 429], calls.Select(answer => answer.Status));
        PhotoRefusal.Is(calls[2], 429, "RATE_LIMITED", "Too many requests from this IP, please try again later.");
        Assert.Equal(("2", "0"), (calls[2].Header("RateLimit-Limit"), calls[2].Header("RateLimit-Remaining")));
        Assert.NotNull(calls[2].Header("Retry-After"));
        Assert.Null(calls[2].Header("X-RateLimit-Limit"));
        Assert.Equal(200, (await caller.GetAsync("/api/usage")).Status);
        Assert.Equal(400, (await caller.GetAsync($"{PhotoServer.Status}/x")).Status);
    }

    private async Task IsNobodyAsync(TestCaller caller, Answer answer, string style)
    {
        Assert.Equal((503, "NO_PROVIDER"), (answer.Status, answer.TextAt("error.code")));
        Assert.Equal("AI services temporarily unavailable", answer.TextAt("error.message"));
        Assert.NotNull(answer.Header("Retry-After"));
        Refusal.HidesOurselves(answer);
        var id = answer.TextAt("taskId");
        var status = await caller.GetAsync($"{PhotoServer.Status}/{id}");
        Assert.Equal(
            ("failed", "No AI providers available", "NO_PROVIDER", style, 0),
            (
                status.TextAt("status"),
                status.TextAt("error"),
                status.TextAt("errorCode"),
                status.TextAt("style"),
                status.At("progress").GetInt32()
            )
        );
        Assert.NotNull(status.TextAt("completedAt"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        Assert.Equal((0, 5, 5), Figures(await caller.GetAsync("/api/usage")));
        // Other doors show it too, without a chain.
        Assert.Equal("failed", (await caller.GetAsync($"/v1/generations/{id}")).TextAt("state"));
        Assert.Equal(200, (await caller.GetAsync($"/v1/generations/{id}/explain")).Status);
        Assert.Equal(200, (await caller.GetAsync("/v1/usage/generations")).Status);
        var check = await Server.Owner().GetAsync("/admin/api/ledger/check");
        Assert.True(check.At("balanced").GetBoolean(), check.Text);
    }

    private static (long Today, long Left, int Limit) Figures(Answer usage) =>
        (
            usage.At("generationsToday").GetInt64(),
            usage.At("remainingGenerations").GetInt64(),
            usage.At("dailyLimit").GetInt32()
        );

    private static (long Left, int Limit) Last(Answer usage) => (Figures(usage).Left, Figures(usage).Limit);
}
