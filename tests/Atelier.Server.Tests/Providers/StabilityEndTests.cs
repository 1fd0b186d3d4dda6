using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>The day after Stability's first API ended.</summary>
public sealed class StabilityEndTests(StabilityEndTests.EndedServer ended)
    : IClassFixture<StabilityEndTests.EndedServer>
{
    private EmulatedServer Server => ended.Server;

    [Fact]
    [Trait("Requirement", "C-43")]
    public async Task Route_Sdxl_PassesStabilityOverAndSaysWhy()
    {
        var told = await Server
            .Server.Owner()
            .PostAsync("/v1/route", """{"prompt": "a lake", "model": "sdxl", "size": "1024x1024"}""");

        var reasons = told.At("rejected")
            .EnumerateArray()
            .Where(rejected =>
                rejected.GetProperty("model").GetString() == "sdxl"
                && rejected.GetProperty("provider").GetString() == "stability"
            )
            .Select(rejected => rejected.GetProperty("reason").GetString());
        Assert.Contains("is passed over: Stability's first API, which makes it, is switched off here", reasons);
    }

    [Fact]
    [Trait("Requirement", "C-43")]
    public async Task Create_NothingNamed_IsMadeByTheSecondApi()
    {
        var caller = await Server.Server.AddCallerAsync();

        var made = await caller.GenerateAsync("""{"prompt": "a lake", "size": "1024x1024"}""");

        Assert.Equal("stability", made.TextAt("provider"));
        Assert.NotEqual("sdxl", made.TextAt("model"));
        Assert.All(
            EmulatedServer.Paid(ended.Wire),
            call => Assert.StartsWith("/v2beta/", call.Path, StringComparison.Ordinal)
        );
        await Books.AreEvenAsync(Server);
    }

    public sealed class EndedServer() : StabilityServer(firstServes: false);
}
