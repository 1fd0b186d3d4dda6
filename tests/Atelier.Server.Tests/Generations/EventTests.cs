using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

public sealed class EventTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_OfARunningGeneration_ComeInOrderToTheEnd()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();
        var made = await caller.PostAsync(Door, Bodies.Small());
        using var stream = await caller.OpenAsync(made.TextAt("events_url")!);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", stream.Headers.CacheControl!.ToString());
        await server.ResumeAsync();

        var events = await ServerEvents.ReadAsync(stream, Cancel).ToListAsync(Cancel);

        string[] states = ["queued", "processing", "generating", "post_processing", "uploading", "complete"];
        Assert.Equal(states, events.Select(item => item.Data.GetProperty("state").GetString()).Distinct());
        var progress = events.Select(item => item.Data.GetProperty("progress").GetInt32()).ToList();
        Assert.Equal(progress.Order(), progress);
        Assert.Equal([0, 10, 20, 70, 80, 90, 100], progress.Distinct());
        Assert.Equal(events.Select(item => item.Id).Order(), events.Select(item => item.Id));
        Assert.All(events.SkipLast(1), item => Assert.Equal("progress", item.Name));
        Assert.Equal("ended", events[^1].Name);
    }

    [Fact]
    public async Task Events_ResumedBehindTheEnd_TellsTheBrowserNotToComeAgain()
    {
        var caller = await server.AddCallerAsync();
        var address = (await caller.GenerateAsync(Bodies.Small())).TextAt("events_url")!;
        var all = await ReadAsync(caller, address);

        var answer = await caller.GetAsync(address, ("Last-Event-ID", all[^1].Id.ToString()!));

        Assert.Equal(204, answer.Status);
    }

    [Fact]
    public async Task Events_ResumedByLastEventId_RepeatNothing()
    {
        var caller = await server.AddCallerAsync();
        await caller.GenerateAsync(Bodies.Small());
        var address = (await caller.GenerateAsync(Bodies.Small())).TextAt("events_url")!;
        var all = await ReadAsync(caller, address);
        Assert.True(all.Count >= 3);

        foreach (var (index, item) in all.Index())
        {
            var rest = await ReadAsync(caller, address, ("Last-Event-ID", $"{item.Id}"));

            Assert.Equal(all.Skip(index + 1).Select(later => later.Id), rest.Select(later => later.Id));
        }

        Assert.Empty(await ReadAsync(caller, address, ("Last-Event-ID", $"{long.MaxValue}")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task Events_LastEventIdThatIsNone_Is400(string id)
    {
        var caller = await server.AddCallerAsync();
        var address = (await caller.GenerateAsync(Bodies.Small())).TextAt("events_url")!;

        var answer = await caller.GetAsync(address, ("Last-Event-ID", id));

        Refusal.IsProblem(answer, 400, "invalid_request", "Last-Event-ID");
    }

    private static async Task<List<ServerEvent>> ReadAsync(
        TestCaller caller,
        string address,
        params (string, string)[] headers
    )
    {
        using var stream = await caller.OpenAsync(address, headers);
        Assert.True(stream.IsSuccessStatusCode);
        return await ServerEvents.ReadAsync(stream, Cancel).ToListAsync(Cancel);
    }
}
