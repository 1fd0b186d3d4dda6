using System.Globalization;
using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Costs;

/// <summary>What was paid to the emulators, as the operator reads it.</summary>
public sealed class CostDoorTests(CostDoorTests.BusyServer busy) : IClassFixture<CostDoorTests.BusyServer>
{
    private const string Door = "/admin/api/costs";

    private TestCaller Owner => busy.Server.Server.Owner();

    [Fact]
    [Trait("Requirement", "A-46")]
    public async Task Get_ByProvider_IsWhatTheProvidersBilled()
    {
        var report = await ReadAsync("");

        Assert.Equal("cost_report", report.TextAt("object"));
        Assert.Equal(["provider"], report.At("group").EnumerateArray().Select(group => group.GetString()));
        var rows = Rows(report);
        Assert.Equal(["legnext", "local", "openai"], rows.Select(row => row.GetProperty("provider").GetString()));
        Assert.Equal(busy.Server.LegNext.Bill.NanoDollars, Nanos(rows[0]));
        Assert.Equal(0, Nanos(rows[1]));
        Assert.Equal(busy.Server.OpenAi.Bill.NanoDollars, Nanos(rows[2]));
        Assert.Equal(rows.Sum(Nanos), Nanos(report.At("total")));
        Assert.True(Nanos(report.At("total")) > 0);
        // One at OpenAI, one at the painter, one that failed at OpenAI and was made at LegNext.
        Assert.Equal([1, 1, 2], rows.Select(row => row.GetProperty("total_generations").GetInt32()));
        Assert.Equal([1, 1, 1], rows.Select(row => row.GetProperty("successful_generations").GetInt32()));
        Assert.Equal(0.5m, rows[2].GetProperty("success_rate").GetDecimal());
        Assert.Equal(3, report.At("total.total_generations").GetInt32());
        Assert.Equal(3, report.At("total.pictures").GetInt32());
        Assert.Equal(0m, report.At("total.open_risk_usd").GetDecimal());
        Assert.False(report.At("truncated").GetBoolean());
    }

    [Fact]
    [Trait("Requirement", "A-46")]
    public async Task Get_ByModelAndDayAndOther_AddsUpToTheSame()
    {
        var total = Nanos((await ReadAsync("")).At("total"));
        foreach (var group in new[] { "model,day", "account", "key", "operation,day,provider" })
        {
            var report = await ReadAsync($"?group={group}");

            Assert.Equal(total, Rows(report).Sum(Nanos));
            Assert.Equal(total, Nanos(report.At("total")));
        }

        var byModel = Rows(await ReadAsync("?group=model,day"));
        Assert.Contains(byModel, row => row.GetProperty("model").GetString() == "midjourney-v7");
        Assert.All(byModel, row => Assert.Matches("^2[0-9]{3}-[0-9]{2}-[0-9]{2}$", row.GetProperty("day").GetString()));
        var account = Assert.Single(Rows(await ReadAsync("?group=account,key")));
        Assert.Equal(busy.Caller.AccountId, account.GetProperty("account_id").GetGuid());
        Assert.True(account.TryGetProperty("key_id", out _));
    }

    [Theory]
    [InlineData("?group=provider,model&format=csv", "*/*")]
    [InlineData("?group=provider,model", "text/csv")]
    [InlineData("?group=provider,model", "application/json;q=0.5, text/csv")]
    public async Task Get_AsCsv_IsAFileWithTheSameFigures(string query, string accept)
    {
        var rows = Rows(await ReadAsync("?group=provider,model"));

        var csv = await Owner.GetAsync(Door + query, ("Accept", accept));

        Assert.Equal(200, csv.Status);
        Assert.StartsWith("text/csv; charset=utf-8", csv.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Matches(
            "^attachment; filename=\"?atelier-costs-[0-9-]{10}-[0-9-]{10}\\.csv\"?$",
            csv.Header("Content-Disposition")
        );
        var lines = csv.Text.Split("\r\n");
        Assert.Equal("", lines[^1]);
        Assert.Equal(
            "provider,model,total_cost_usd,total_generations,successful_generations,average_cost_usd,success_rate,pictures,"
                + "write_off_usd,overrun_usd,open_risk_usd",
            lines[0]
        );
        Assert.Equal(rows.Select(Cells), lines[1..^1]);
    }

    [Theory]
    [InlineData("?format=json", "text/csv")]
    [InlineData("", "text/csv;q=0.1, application/json")]
    [InlineData("", "*/*")]
    public async Task Get_JsonIsWanted_IsJson(string query, string accept)
    {
        var answer = await Owner.GetAsync(Door + query, ("Accept", accept));

        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-60")]
    public async Task Providers_ThisMonth_HaveTheSixFieldsAndNoDivisionByZero()
    {
        var providers = (await Owner.GetAsync($"{Door}/providers")).Json.EnumerateArray().ToList();
        var csv = (await Owner.GetAsync($"{Door}/providers?format=csv")).Text.Split("\r\n");

        Assert.All(
            providers,
            provider =>
                Assert.Equal(
                    [
                        "provider",
                        "total_cost",
                        "total_generations",
                        "successful_generations",
                        "average_cost",
                        "success_rate",
                    ],
                    provider.EnumerateObject().Select(field => field.Name)
                )
        );
        var openAi = providers[2];
        Assert.Equal("openai", openAi.GetProperty("provider").GetString());
        Assert.Equal(2, openAi.GetProperty("total_generations").GetInt32());
        Assert.Equal(0.5m, openAi.GetProperty("success_rate").GetDecimal());
        Assert.Equal(openAi.GetProperty("total_cost").GetDecimal(), openAi.GetProperty("average_cost").GetDecimal());
        Assert.Equal("provider,total_cost,total_generations,successful_generations,average_cost,success_rate", csv[0]);
        Assert.Equal(providers.Count, csv.Length - 2);
    }

    [Fact]
    public async Task Forecast_OnTheFirstDay_SaysThatThereIsTooLittleToGoBy()
    {
        var forecast = await Owner.GetAsync($"{Door}/forecast");

        Assert.False(forecast.At("enough_data").GetBoolean());
        Assert.Contains("Too little", forecast.TextAt("note"), StringComparison.Ordinal);
        Assert.Equal(100m, forecast.At("limit_usd").GetDecimal());
        Assert.True(forecast.At("spent_usd").GetDecimal() > 0);
        Assert.False(forecast.Json.TryGetProperty("expected_usd", out _));
    }

    [Theory]
    [InlineData("?from=2026-11-02&to=2026-11-01", "from")]
    [InlineData("?from=2999-01-01", "from")]
    [InlineData("?from=2026-02-30", "from")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=", "from")]
    [InlineData("?from=0001-01-01", "from")]
    [InlineData("?from=2026-11-01T00:00:00Z", "from")]
    [InlineData("?to=9999-12-31", "to")]
    [InlineData("?from=2025-01-01&to=2026-02-05", "to")]
    [InlineData("?group=colour", "group")]
    [InlineData("?group=", "group")]
    [InlineData("?group=provider,", "group")]
    [InlineData("?group=provider;DROP TABLE costs", "group")]
    [InlineData("?group=provider,provider", "group")]
    [InlineData("?group=provider,model,day,key", "group")]
    [InlineData("?format=xml", "format")]
    public async Task Get_BadQuery_Is400AndNamesIt(string query, string field) =>
        Refusal.IsProblem(await Owner.GetAsync(Door + query), 400, "invalid_request", field);

    [Fact]
    public async Task Get_LongestSpan_IsAnswered() =>
        Assert.Equal(
            200,
            (await Owner.GetAsync($"{Door}?from=2025-01-01&to=2026-02-04&group=account,day,model")).Status
        );

    [Theory]
    [InlineData("")]
    [InlineData("/providers")]
    [InlineData("/forecast")]
    public async Task Get_WithoutAdminScope_Is403(string path)
    {
        Refusal.IsProblem(await busy.Caller.GetAsync(Door + path), 403, "forbidden");
        Refusal.IsProblem(await busy.Server.Server.Nobody().GetAsync(Door + path), 401, "unauthorized");
    }

    private async Task<Answer> ReadAsync(string query)
    {
        var answer = await Owner.GetAsync(Door + query);
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }

    private static List<JsonElement> Rows(Answer answer) => [.. answer.At("data").EnumerateArray()];

    private static long Nanos(JsonElement row) =>
        (long)(row.GetProperty("total_cost_usd").GetDecimal() * 1_000_000_000);

    private static string Cells(JsonElement row) =>
        string.Join(
            ',',
            row.EnumerateObject()
                .Select(field =>
                    field.Value.ValueKind == JsonValueKind.String
                        ? field.Value.GetString()
                        : field.Value.GetDecimal().ToString("0.#########", CultureInfo.InvariantCulture)
                )
        );

    /// <summary>Three pictures: by OpenAI, by the painter, and by LegNext after OpenAI had failed.</summary>
    public sealed class BusyServer : IAsyncLifetime
    {
        public EmulatedServer Server { get; } = new();

        public TestCaller Caller { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            Caller = await Server.Server.AddCallerAsync();
            await Caller.GenerateAsync(Bodies.Flare());
            await Caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\""));
            EmulatedServer.Fault(Server.OpenAi, FaultAction.OutOfCredits, always: true);
            await Server.MakeAtLegNextAsync(Caller, Bodies.Any());
            Server.OpenAi.ClearFaults();
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
