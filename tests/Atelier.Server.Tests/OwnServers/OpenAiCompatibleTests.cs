using Atelier.Emulators.Faults;
using Atelier.Server.Providers;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.OwnServers;

/// <summary>An operator's YAML alone makes <c>/v1/generations</c> run through a server that nearly speaks OpenAI's wire.</summary>
public sealed class OpenAiCompatibleTests
{
    private const string Body = """{"prompt":"a red fox","model":"own-model","size":"512x512"}""";

    [Theory]
    [InlineData("sdcpp", true, "risk 0, cost 0")]
    [InlineData("siliconflow", false, "risk 20000000, cost 10000000")]
    public async Task Generate_ByOverlayAlone_RunsThroughTheServer(string preset, bool free, string book)
    {
        await using var own = await OwnServer.StartAsync(
            url => Yaml(preset, url, free),
            free ? null : new() { ["OWN_KEY"] = "own-key-0123456789" }
        );
        var caller = await own.Server.AddCallerAsync();

        var made = await caller.GenerateAsync(Body);

        Assert.Equal(("own-model", "own"), (made.TextAt("model"), made.TextAt("provider")));
        Assert.Single(made.At("images").EnumerateArray());
        Assert.Equal(1, own.Emulator.Wire("compat").Calls.Count(call => call.Method == "POST"));
        Assert.Equal(book, await own.BookAsync());
    }

    [Fact]
    public async Task Generate_FreeCallsLostAgainAndAgain_AreSimplyMadeAgain()
    {
        await using var own = await OwnServer.StartAsync(url => Yaml("sdcpp", url, free: true));
        own.Emulator.Wire("compat")
            .AddFaults(
                new FaultRule
                {
                    Action = FaultAction.CutBody,
                    Operation = "generations",
                    Times = 3,
                }
            );
        var caller = await own.Server.AddCallerAsync();

        var address = await caller.StartAsync(Body);
        for (var lost = 1; lost <= 3; lost++)
        {
            var times = lost;
            // More once the call was made again by itself.
            await TestServer.UntilAsync(async () =>
                await own.Server.House.ScalarAsync<long>(
                    "SELECT count(*) FROM attempts WHERE state = 'failed' AND failure = 'lost'"
                ) >= times
            );
            await own.Server.House.MoveClockAsync(TimeSpan.FromSeconds(8));
        }

        var end = await caller.EndOfAsync(address);

        Assert.Equal("complete", end.TextAt("state"));
        Assert.Equal("risk 0, clear 0, risk 0, clear 0, risk 0, clear 0, risk 0, cost 0", await own.BookAsync());
    }

    [Fact]
    public async Task Generate_OneOfTwoFilesIsNeverThere_HandsOverTheOtherAndBooksBoth()
    {
        await using var own = await OwnServer.StartAsync(
            url =>
                Yaml("siliconflow", url, free: false)
                    .Replace("price:", "max_per_call: 4\n        price:", StringComparison.Ordinal),
            new() { ["OWN_KEY"] = "own-key-0123456789" }
        );
        own.Emulator.Wire("compat")
            .AddFaults(
                new FaultRule
                {
                    Action = FaultAction.ExpiredUrl,
                    Operation = "file",
                    Status = 404,
                    Nth = 2,
                    Times = 0,
                }
            );
        var caller = await own.Server.AddCallerAsync();

        var address = await caller.StartAsync("""{"prompt":"a red fox","model":"own-model","size":"512x512","n":2}""");
        await TestServer.UntilAsync(async () =>
            await own.Server.House.ScalarAsync<long>("SELECT count(*) FROM attempts WHERE polls > 0") == 1
        );
        // A quarter of an hour, in which nobody finds it.
        await own.Server.House.ExecuteAsync("UPDATE attempts SET polls = 20");
        await own.Server.House.MoveClockAsync(TimeSpan.FromMinutes(1));
        var end = await caller.EndOfAsync(address);

        Assert.Equal("complete", end.TextAt("state"));
        Assert.Single(end.At("images").EnumerateArray());
        Assert.Equal(1, own.Emulator.Wire("compat").Calls.Count(call => call.Method == "POST"));
        Assert.Equal("risk 40000000, cost 20000000", await own.BookAsync());
    }

    [Theory]
    [InlineData(null, "own", "http://127.0.0.1:1/", "")]
    [InlineData("http://10.0.0.5:8188/sd", "own", "http://10.0.0.5:8188/sd", "")]
    public void Read_Settings_SayWhereItIs(string? setting, string id, string url, string key)
    {
        using var folder = new OverlayFolder(
            Yaml("sdcpp", new Uri("http://127.0.0.1:1"), free: true)
                .Replace("1/compat/sdcpp", "1", StringComparison.Ordinal)
        );
        var configuration = Configuration(("ATELIER:Providers:own:BaseUrl", setting));

        var own = Assert.Single(OwnProviders.Read(configuration, ShippedFolder.Find("catalog"), folder.Path));

        Assert.Equal((id, key, url), (own.Id, own.Key, own.BaseUrl!.AbsoluteUri));
    }

    [Fact]
    public void Read_KeyVariableWithoutAKey_IsOff()
    {
        using var folder = new OverlayFolder(Yaml("together", new Uri("http://127.0.0.1:1"), free: false));

        Assert.Empty(OwnProviders.Read(Configuration(), ShippedFolder.Find("catalog"), folder.Path));
        Assert.Throws<SettingsException>(() =>
            OwnProviders.Read(Configuration(("OWN_KEY", "two words")), ShippedFolder.Find("catalog"), folder.Path)
        );
    }

    [Fact]
    public void Read_NoAddress_NamesTheSetting()
    {
        using var folder = new OverlayFolder("providers: [{ id: own, name: Own, adapter: openai-compatible }]");

        var problem = Assert.Throws<SettingsException>(() =>
            OwnProviders.Read(Configuration(), ShippedFolder.Find("catalog"), folder.Path)
        );

        Assert.Contains("ATELIER__Providers__own__BaseUrl", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenCatalogue_IsLeftToTheStart()
    {
        using var folder = new OverlayFolder("providers: [{ id: own");

        Assert.Empty(OwnProviders.Read(Configuration(), ShippedFolder.Find("catalog"), folder.Path));
    }

    private static IConfiguration Configuration(params (string Name, string? Value)[] values) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)))
            .Build();

    private static string Yaml(string preset, Uri url, bool free) =>
        $$"""
            providers:
              - id: own
                name: A server of ours
                lane: 1
                adapter: openai-compatible
                {{(free ? "free: true" : "key_variable: OWN_KEY")}}
                endpoint: {{url.AbsoluteUri.TrimEnd('/')}}/compat/{{preset}}
                wire: { preset: {{preset}} }
            models:
              - id: own-model
                name: Our model
                version: "1"
                strengths: []
                weaknesses: []
                grade: standard
                aesthetic_score: 5
                photorealism_score: 5
                offers:
                  - provider: own
                    provider_model: some-model
                    capabilities: [text_to_image]
                    sizes: { min_side: 64, max_side: 2048, step: 16 }
                    price: { expected: {{(free ? "0, maximum: 0" : "0.01, maximum: 0.02")}}, as_of: 2026-11-20 }
            """;
}
