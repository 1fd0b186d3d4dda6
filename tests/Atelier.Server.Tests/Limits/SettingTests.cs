using Atelier.Engine.Limits;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Tests.Limits;

public sealed class SettingTests
{
    [Theory]
    [InlineData("ten")]
    [InlineData("5.5")]
    [InlineData("-2")]
    [InlineData("1000001")]
    [Trait("Requirement", "B-51")]
    public void Read_DailyLimitIsNoNumber_SaysSoInASentence(string text)
    {
        var error = Assert.Throws<SettingsException>(() => Read("FREE_USER_DAILY_LIMIT", text));

        Assert.StartsWith("FREE_USER_DAILY_LIMIT must be a whole number", error.Message, StringComparison.Ordinal);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("0", 0)]
    [InlineData("12", 12)]
    [InlineData("-1", -1)]
    public void Read_DailyLimit_IsWhatItSays(string text, int? pictures) =>
        Assert.Equal(pictures, Read("FREE_USER_DAILY_LIMIT", text).FreeDailyLimit);

    [Theory]
    [InlineData("much")]
    [InlineData("-1")]
    [InlineData("1e3")]
    [Trait("Requirement", "B-56")]
    public void Read_BudgetIsNoNumber_SaysSoInASentence(string text) =>
        Assert.StartsWith(
            "MONTHLY_BUDGET_LIMIT must be dollars",
            Assert.Throws<SettingsException>(() => Read("MONTHLY_BUDGET_LIMIT", text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    [Trait("Requirement", "B-51")]
    public async Task Start_WithADailyLimit_WritesTheTiersOfTheSettings()
    {
        await using var server = new TestServer { Adjust = settings => settings with { FreeDailyLimit = 2 } };
        await server.InitializeAsync();
        await server.PauseAsync();
        var caller = await server.AddCallerAsync(tier: "free", limited: true);

        var all = await caller.PostAsync("/v1/generations", Bodies.Small("\"n\": 3"));
        var two = await caller.PostAsync("/v1/generations", Bodies.Small("\"n\": 2"));

        // No day would ever do.
        Refusal.IsProblem(all, 400, "invalid_request", "n");
        Assert.Equal(202, two.Status);
        Assert.Equal(
            "free 2 3 150,paid 100 10 3000,premium 10000",
            await server.House.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', name, daily_pictures, running, monthly_credits), ',' ORDER BY name)
                FROM tiers
                """
            )
        );
    }

    [Theory]
    [InlineData("Accounts:Tiers:free:Running", "0", "Accounts:Tiers:Free:Running")]
    [InlineData("Accounts:Tiers:paid:DailyPictures", "-2", "Accounts:Tiers:Paid:DailyPictures")]
    [InlineData("Accounts:Tiers:premium:MonthlyCredits", "-1", "Accounts:Tiers:Premium:MonthlyCredits")]
    [InlineData("Limits:Operations:generate:PerMinute", "-1", "Limits:Operations:Generate")]
    [InlineData("Limits:Operations:transform:Tiers", "gold", "Limits:Operations:Transform:Tiers")]
    public void Options_OutOfRange_NameTheSetting(string key, string value, string named)
    {
        using var services = Services(key, value);

        var error = Assert.Throws<OptionsValidationException>(() =>
            (
                services.GetRequiredService<IOptions<TierOptions>>().Value,
                services.GetRequiredService<IOptions<OperationLimitOptions>>().Value
            )
        );

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string key, string value)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(Configuration(key, value));
        return Atelier.Engine.EngineServices.AddEngine(services).BuildServiceProvider();
    }

    private static ServerSettings Read(string name, string value) => ServerSettings.Read(Configuration(name, value));

    private static IConfigurationRoot Configuration(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
}
