using Atelier.Server.Tests.Progress;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

/// <summary>How many streams of events an account may have open; here two.</summary>
public sealed class EventPlaceTests(QuickServer quick) : IClassFixture<QuickServer>
{
    private readonly TestServer _server = quick.Server;

    [Fact]
    public async Task Events_MoreThanMay_Is429UntilOneIsClosed()
    {
        var (caller, other) = (await _server.AddCallerAsync(), await _server.AddCallerAsync());
        var ended = await caller.GenerateAsync(Bodies.Small());
        await _server.PauseAsync();
        var (address, theirs) = (await EventsAsync(caller), await EventsAsync(other));
        using var first = await caller.OpenAsync(address);
        var second = await caller.OpenAsync(address);
        Assert.Equal((200, 200), ((int)first.StatusCode, (int)second.StatusCode));

        // Its headers alone: without a bound there would be no end to read.
        using (var refused = await caller.OpenAsync(address))
        {
            Assert.Equal(429, (int)refused.StatusCode);
        }

        var why = await caller.GetAsync(address);
        Refusal.IsProblem(why, 429, "rate_limited");
        Assert.Equal("5", why.Header("Retry-After"));
        Assert.Contains("2 streams of events", why.TextAt("detail"), StringComparison.Ordinal);
        // Neither what is not there nor what is over takes a place, and others have theirs.
        Assert.Equal(404, (await caller.GetAsync($"/v1/generations/{Guid.CreateVersion7()}/events")).Status);
        var over = ("Last-Event-ID", $"{long.MaxValue}");
        Assert.Equal(204, (await caller.GetAsync(ended.TextAt("events_url")!, over)).Status);
        using var third = await other.OpenAsync(theirs);
        Assert.Equal(200, (int)third.StatusCode);
        using var watcher = await Watcher.OpenAsync(_server, caller);
        await watcher.ReadyAsync();

        second.Dispose();

        await TestServer.UntilAsync(async () =>
        {
            using var again = await caller.OpenAsync(address);
            return again.IsSuccessStatusCode;
        });
        await _server.ResumeAsync();
    }

    private static async Task<string> EventsAsync(TestCaller caller) =>
        $"{await caller.StartAsync(Bodies.Small())}/events";
}
