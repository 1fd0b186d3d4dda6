using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wall;

/// <summary>Looks through what all servers of the suite have logged so far; the end of the suite looks through all of it.</summary>
public sealed class SuiteLogTests
{
    [Fact]
    [Trait("Requirement", "B-70")]
    public async Task Leaks_OfTheWholeSuite_AreNone()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var url = (await caller.GenerateAsync(Bodies.Small())).At("images")[0].GetProperty("url").GetString()!;
        Assert.Equal(200, (await server.Nobody().GetAsync(url)).Status);

        Assert.Empty(SuiteLog.Leaks());
    }
}
