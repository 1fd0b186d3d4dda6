using System.Globalization;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Usage;

public sealed class UsageDoorTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/usage";

    [Fact]
    [Trait("Requirement", "B-52")]
    [Trait("Requirement", "C-80")]
    public async Task Get_OwnWork_CountsPicturesAndCreditsOnce()
    {
        var caller = await LimitedAsync(10);
        await (await server.AddCallerAsync()).GenerateAsync(Bodies.Small());
        await caller.GenerateAsync(Bodies.Small("\"n\": 3"));
        await caller.GenerateAsync(Bodies.Small());

        var usage = await caller.GetAsync(Door);

        var left = await caller.BalanceAsync() / 1000m;
        Assert.Equal(2, usage.At("generations_today").GetInt32());
        Assert.Equal(4, usage.At("pictures_today").GetInt32());
        Assert.Equal((10, 6), (usage.At("daily_limit").GetInt32(), usage.At("remaining_generations").GetInt32()));
        Assert.Equal(100 - left, usage.At("total_cost_today").GetDecimal());
        Assert.Equal(100 - left, usage.At("total_credits").GetDecimal());
        Assert.Equal(left, usage.At("remaining_credits").GetDecimal());
        var reset = usage.At("reset_date").GetDateTimeOffset();
        Assert.Equal((1, TimeSpan.Zero), (reset.UtcDateTime.Day, reset.UtcDateTime.TimeOfDay));
    }

    [Fact]
    [Trait("Requirement", "B-52")]
    public async Task Get_NoLimit_IsMinusOneInBoth()
    {
        var usage = await (await LimitedAsync(null)).GetAsync(Door);

        Assert.Equal((-1, -1), (usage.At("daily_limit").GetInt32(), usage.At("remaining_generations").GetInt32()));
    }

    [Fact]
    [Trait("Requirement", "C-80")]
    public async Task List_ByCursor_ShowsEachGenerationOnceWithWhatItCost()
    {
        var caller = await server.AddCallerAsync();
        var made = new List<string>();
        foreach (var quality in new[] { "draft", "standard", "draft" })
        {
            var answer = await caller.GenerateAsync(Bodies.Small($"\"quality\": \"{quality}\""));
            made.Insert(0, answer.TextAt("id")!);
        }

        var first = await caller.GetAsync($"{Door}/generations?limit=2");
        var second = await caller.GetAsync($"{Door}/generations?limit=2&cursor={first.TextAt("next_cursor")}");

        var all = first.At("data").EnumerateArray().Concat(second.At("data").EnumerateArray()).ToList();
        Assert.False(second.At("has_more").GetBoolean());
        Assert.Equal(made, all.Select(used => used.GetProperty("generation_id").GetString()));
        Assert.Equal(["draft", "standard", "draft"], all.Select(used => used.GetProperty("quality").GetString()));
        Assert.All(all, used => Assert.Equal("local", used.GetProperty("provider").GetString()));
        Assert.All(all, used => Assert.True(used.GetProperty("success").GetBoolean()));
        Assert.All(all, used => Assert.Equal(TimeSpan.Zero, used.GetProperty("timestamp").GetDateTimeOffset().Offset));
        Assert.Equal(
            100 - (await caller.BalanceAsync() / 1000m),
            all.Sum(used => used.GetProperty("credits_used").GetDecimal())
        );
    }

    [Fact]
    public async Task List_OtherDays_AreEmpty()
    {
        var caller = await server.AddCallerAsync();
        var made = await caller.GenerateAsync(Bodies.Small());
        var day = made.At("created_at").GetDateTimeOffset().UtcDateTime;

        Assert.Equal(1, await CountAsync(caller, day.ToString("'day='yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(1, await CountAsync(caller, day.ToString("'month='yyyy-MM", CultureInfo.InvariantCulture)));
        Assert.Equal(0, await CountAsync(caller, "day=2020-02-29"));
        Assert.Equal(0, await CountAsync(caller, "month=2020-02"));
    }

    [Fact]
    public async Task Admin_AnyAccount_IsSeenByTheOwnerAlone()
    {
        var caller = await server.AddCallerAsync();
        await caller.GenerateAsync(Bodies.Small());
        var path = $"/admin/api/accounts/{caller.AccountId}/usage";

        Assert.Equal((await caller.GetAsync(Door)).Text, (await server.Owner().GetAsync(path)).Text);
        Assert.Equal(
            (await caller.GetAsync($"{Door}/generations")).Text,
            (await server.Owner().GetAsync($"{path}/generations")).Text
        );
        Refusal.IsProblem(await caller.GetAsync(path), 403, "forbidden");
        Refusal.IsProblem(await caller.GetAsync($"{path}/generations"), 403, "forbidden");
        Refusal.IsProblem(await server.Nobody().GetAsync(Door), 401, "unauthorized");
    }

    [Theory]
    [InlineData("")]
    [InlineData("/generations")]
    public async Task Admin_OfNobody_Is404(string path) =>
        Refusal.IsProblem(
            await server.Owner().GetAsync($"/admin/api/accounts/0195d3a8-0000-7000-8000-000000000000/usage{path}"),
            404,
            "not_found"
        );

    [Theory]
    [InlineData("cursor=x", "cursor")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("day=2026-02-30", "day")]
    [InlineData("day=today", "day")]
    [InlineData("day=2026-11-21&month=2026-11", "day")]
    [InlineData("month=2026-13", "month")]
    [InlineData("month=9999-12", "month")]
    public async Task List_BadQuery_Is400AndNamesIt(string query, string field)
    {
        var caller = await server.AddCallerAsync();

        Refusal.IsProblem(await caller.GetAsync($"{Door}/generations?{query}"), 400, "invalid_request", field);
    }

    private static async Task<int> CountAsync(TestCaller caller, string query) =>
        (await caller.GetAsync($"{Door}/generations?{query}")).At("data").GetArrayLength();

    private async Task<TestCaller> LimitedAsync(int? limit)
    {
        var caller = await server.AddCallerAsync();
        await server.House.ExecuteAsync(
            "UPDATE accounts SET daily_limit = @limit WHERE id = @AccountId",
            new { limit, caller.AccountId }
        );
        return caller;
    }
}
