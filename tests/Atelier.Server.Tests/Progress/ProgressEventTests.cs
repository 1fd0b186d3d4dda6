using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Progress;

/// <summary>The same stream as server-sent events.</summary>
public sealed class ProgressEventTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Events_OfOneGeneration_ComeToTheEndAndNotAgain()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));
        var address = $"{Watcher.Door}?generationId={id}";
        using var stream = await caller.OpenAsync(address, ("Accept", "text/event-stream"));
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", stream.Headers.CacheControl!.ToString());
        await server.ResumeAsync();

        var all = await ReadAsync(stream);

        Assert.Equal([0, 10, 20, 70, 80, 90, 100], Messages(all).Select(message => message.Progress).Distinct());
        ProgressTests.AssertInOrder(Messages(all));
        foreach (var item in all.Where(item => !item.Message.IsReady).SkipLast(1))
        {
            using var rest = await caller.OpenAsync(address, ("Last-Event-ID", $"{item.Id}"));
            Assert.Equal(
                Messages(all).Where(message => message.Seq > item.Id).Select(message => message.Seq),
                Messages(await ReadAsync(rest)).Select(message => message.Seq)
            );
        }

        Assert.Equal(204, (await caller.GetAsync(address, ("Last-Event-ID", $"{all[^1].Id}"))).Status);
        Assert.Equal(204, (await caller.GetAsync($"{address}&after={all[^1].Id}")).Status);
        using var again = await caller.OpenAsync(address);
        Assert.Equal(all[^1].Id, Assert.Single(await ReadAsync(again)).Id);
    }

    [Theory]
    [InlineData("text/event-stream", 200)]
    [InlineData("*/*", 200)]
    [InlineData("text/*;q=0.5, application/json", 200)]
    [InlineData("application/json", 406)]
    [InlineData("text/event-stream;q=0", 406)]
    public async Task Open_ByAccept_IsAStreamOrRefused(string accept, int status)
    {
        var caller = await server.AddCallerAsync();

        using var answer = await caller.OpenAsync(Watcher.Door, ("Accept", accept));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    public async Task Events_LastEventIdThatIsNone_Is400(string id)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync(Watcher.Door, ("Last-Event-ID", id));

        Assert.Equal(400, answer.Status);
        Assert.Contains("Last-Event-ID", answer.Text, StringComparison.Ordinal);
    }

    private static List<ProgressMessage> Messages(IEnumerable<(long Id, ProgressMessage Message)> all) =>
        [.. all.Select(item => item.Message).Where(message => !message.IsReady)];

    private static async Task<List<(long Id, ProgressMessage Message)>> ReadAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode);
        var events = new List<(long, ProgressMessage)>();
        var id = 0L;
        foreach (var line in (await response.Content.ReadAsStringAsync(Cancel)).Split('\n'))
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = long.Parse(line[4..], null);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add((id, ProgressMessage.Read(JsonSerializer.Deserialize<JsonElement>(line[6..]))));
            }
        }

        return events;
    }
}
