using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

public sealed class ListTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task List_ByCursor_GoesThroughAllOnceNewestFirst(int limit)
    {
        var caller = await server.AddCallerAsync();
        var other = await server.AddCallerAsync();
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add((await caller.PostAsync(Door, Bodies.Small())).TextAt("id")!);
            await other.PostAsync(Door, Bodies.Small());
        }

        var seen = new List<string>();
        var path = $"{Door}?limit={limit}";
        for (var more = true; more; )
        {
            var page = await caller.GetAsync(path);
            var ids = page.At("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).ToList();
            Assert.InRange(ids.Count, 1, limit);
            seen.AddRange(ids);
            more = page.At("has_more").GetBoolean();
            Assert.Equal(more, page.Json.TryGetProperty("next_cursor", out var cursor));
            path = $"{Door}?limit={limit}&cursor={(more ? cursor.GetString() : "")}";
        }

        made.Reverse();
        Assert.Equal(made, seen);
    }

    [Fact]
    public async Task List_ByState_ShowsOnlyThose()
    {
        var caller = await server.AddCallerAsync();
        var complete = (await caller.GenerateAsync(Bodies.Small())).TextAt("id");
        await server.PauseAsync();
        var queued = (await caller.PostAsync(Door, Bodies.Small())).TextAt("id");

        var done = await caller.GetAsync($"{Door}?state=complete");
        var waiting = await caller.GetAsync($"{Door}?state=queued");
        var failed = await caller.GetAsync($"{Door}?state=failed");

        await server.ResumeAsync();
        Assert.Equal(complete, Assert.Single(done.At("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(queued, Assert.Single(waiting.At("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty(failed.At("data").EnumerateArray());
        Assert.False(failed.At("has_more").GetBoolean());
    }
}
