using System.Text.Json;
using Atelier.Engine.Changes;
using Atelier.Engine.Events;
using Atelier.Server.Progress;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Progress;

/// <summary>What the stream tells, to whom.</summary>
public sealed class ProgressTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Many = 60;

    [Fact]
    [Trait("Requirement", "C-65")]
    [Trait("Requirement", "C-66")]
    public async Task Messages_OfOneGeneration_TellItsWayInOrder()
    {
        var caller = await server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server, caller);
        Assert.Empty(await watcher.ReadyAsync());
        await server.PauseAsync();
        var id = await StartAsync(caller, ("deck", "slide", "hero"));
        await server.ResumeAsync();

        var messages = await watcher.ReadToEndOfAsync(id);

        Assert.All(messages, message => Assert.Equal("IMAGE_GENERATION_PROGRESS", message.Type));
        Assert.All(messages, message => Assert.Equal(id, message.Generation));
        // The first may have been told before the test gave it an element.
        Assert.All(
            messages.Skip(1),
            message =>
                Assert.Equal(
                    ("deck", "slide", "hero"),
                    (message.Text("presentationId"), message.Text("slideId"), message.Text("elementId"))
                )
        );
        string[] statuses = ["queued", "processing", "generating", "post_processing", "uploading", "complete"];
        Assert.Equal(statuses, messages.Select(message => message.Status).Distinct());
        string[] stages = ["prompt_processing", "model_inference", "optimization", "storage"];
        Assert.Equal(stages, messages.Select(message => message.Stage).Distinct());
        Assert.Equal([0, 10, 20, 70, 80, 90, 100], messages.Select(message => message.Progress).Distinct());
        AssertInOrder(messages);
    }

    [Fact]
    public async Task Messages_OfAGenerationWithoutAnElement_SayNullForIt()
    {
        var caller = await server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server, caller);
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));

        var first = (await watcher.ReadToEndOfAsync(id)).First(message => !message.IsReady);

        Assert.Equal(JsonValueKind.Null, first.At("elementId").ValueKind);
        Assert.False(first.Data.TryGetProperty("presentationId", out _));
        Assert.False(first.Data.TryGetProperty("preview", out _));
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Open_WhileGenerationsAreUnderWay_TellsWhereTheyStandFirst()
    {
        var caller = await server.AddCallerAsync();
        var done = await caller.GenerateAsync(Bodies.Small());
        await server.PauseAsync();
        var (one, two) = (await StartAsync(caller), await StartAsync(caller, ("deck", "slide", "hero")));

        using var all = await Watcher.OpenAsync(server, caller);
        using var deck = await Watcher.OpenAsync(server, caller, "presentationId=deck");
        using var ended = await Watcher.OpenAsync(server, caller, $"generationId={done.TextAt("id")}");

        var before = await all.ReadyAsync();
        Assert.Equal([one, two], before.Select(message => message.Generation));
        Assert.All(before, message => Assert.Equal(("queued", 0), (message.Status, message.Progress)));
        Assert.Equal(two, Assert.Single(await deck.ReadyAsync()).Generation);
        var end = Assert.Single(await ended.ReadyAsync());
        Assert.Equal(("complete", 100, "storage"), (end.Status, end.Progress, end.Stage));
        await server.ResumeAsync();
        Assert.All(await deck.ReadToEndOfAsync(two), message => Assert.Equal(two, message.Generation));
        AssertInOrder(await all.ReadToEndOfAsync(two));
    }

    [Fact]
    public async Task Resume_BehindEachMessage_TellsTheRestAndNothingTwice()
    {
        var caller = await server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server, caller);
        var first = EmulatedServer.IdOf((await caller.GenerateAsync(Bodies.Small())).TextAt("id")!);
        var second = EmulatedServer.IdOf((await caller.GenerateAsync(Bodies.Small())).TextAt("id")!);
        var all = (await watcher.ReadToEndOfAsync(second)).FindAll(message => !message.IsReady);
        Assert.Contains(all, message => message.Generation == first && message.IsEnd);

        foreach (var (index, message) in all.Index())
        {
            using var again = await Watcher.OpenAsync(server, caller, $"after={message.Seq}");
            var rest = await again.ReadyAsync();
            Assert.Equal(all.Skip(index + 1).Select(one => one.Seq), rest.Select(one => one.Seq));
        }
    }

    [Fact]
    public async Task Resume_CutAfterEachMessage_MissesNothingAndRepeatsNothing()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();
        var (id, after) = (await StartAsync(caller), 0L);
        await server.ResumeAsync();
        var seen = new List<ProgressMessage>();
        while (!seen.Any(message => message.IsEnd))
        {
            using var watcher = await Watcher.OpenAsync(server, caller, $"after={after}");
            var message = (await watcher.ReadToAsync(message => !message.IsReady))[^1];
            seen.Add(message);
            after = message.Seq;
        }

        var seqs = await server.House.ScalarAsync<long[]>(
            "SELECT array_agg(seq ORDER BY seq) FROM events WHERE generation_id = @id",
            new { id }
        );
        Assert.Equal(seqs, seen.Select(message => message.Seq));
        AssertInOrder(seen);
    }

    [Fact]
    public async Task Resume_WithANumberOfAnotherHouse_StillTellsWhatComes()
    {
        var caller = await server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server, caller, $"after={long.MaxValue}");
        Assert.Empty(await watcher.ReadyAsync());

        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));

        AssertInOrder(await watcher.ReadToEndOfAsync(id));
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Open_ByAnotherAccount_SeesItsOwnAlone()
    {
        var (caller, other) = (await server.AddCallerAsync(), await server.AddCallerAsync());
        using var stranger = await Watcher.OpenAsync(server, other);
        await caller.GenerateAsync(Bodies.Small());

        var own = EmulatedServer.IdOf(await other.StartAsync(Bodies.Small()));

        Assert.All(
            (await stranger.ReadToEndOfAsync(own)).Where(message => !message.IsReady),
            message => Assert.Equal(own, message.Generation)
        );
    }

    [Fact]
    public async Task Open_ForAGenerationOfAnotherAccount_FindsNone()
    {
        var (caller, other) = (await server.AddCallerAsync(), await server.AddCallerAsync());
        var id = (await caller.GenerateAsync(Bodies.Small())).TextAt("id");

        Assert.Equal(404, await StatusAsync(other, $"generationId={id}"));
        Assert.Equal(404, (await other.GetAsync($"{Watcher.Door}?generationId={id}")).Status);
        Assert.Equal(101, await StatusAsync(caller, $"generationId={id}"));
        // What it is for is the caller's own word, and another account's of the same name is another.
        using var watcher = await Watcher.OpenAsync(server, other, "presentationId=deck");
        Assert.Empty(await watcher.ReadyAsync());
    }

    [Theory]
    [InlineData("generationId=x")]
    [InlineData("generationId=")]
    [InlineData("generationId={01998877-0000-7000-8000-000000000000}")]
    [InlineData("generationId=01998877-0000-7000-8000-000000000000&generationId=01998877-0000-7000-8000-000000000001")]
    [InlineData("presentationId=")]
    [InlineData("presentationId=%00")]
    [InlineData("presentationId=a&presentationId=b")]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("after=")]
    [InlineData("after=99999999999999999999")]
    public async Task Open_BadQuery_Is400(string query)
    {
        var caller = await server.AddCallerAsync();

        Assert.Equal(400, await StatusAsync(caller, query));
        var answer = await caller.GetAsync($"{Watcher.Door}?{query}");
        Assert.Equal(400, answer.Status);
        Assert.Contains(query[..query.IndexOf('=', StringComparison.Ordinal)], answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LongPresentation_Is400()
    {
        var caller = await server.AddCallerAsync();

        Assert.Equal(101, await StatusAsync(caller, $"presentationId={new string('a', 128)}"));
        Assert.Equal(400, await StatusAsync(caller, $"presentationId={new string('a', 129)}"));
    }

    [Fact]
    public async Task Open_ManyOfOneAccount_AreToldByOneReadOfTheDatabase()
    {
        // Of its own: at the others' something else may still be under way, and is read too.
        await using var own = new TestServer
        {
            Replace = services => services.PostConfigure<ProgressOptions>(options => options.MaxConnections = Many),
        };
        await own.InitializeAsync();
        var caller = await own.AddCallerAsync();
        var hub = own.Services.GetRequiredService<ProgressHub>();
        var watchers = new List<Watcher>();
        for (var i = 0; i < Many; i++)
        {
            watchers.Add(await Watcher.OpenAsync(own, caller));
            await watchers[^1].ReadyAsync();
        }

        var before = hub.Rounds;
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));
        foreach (var watcher in watchers)
        {
            AssertInOrder(await watcher.ReadToEndOfAsync(id));
        }

        // Seven events, some of them read together; their words come once from here and once from the database.
        Assert.InRange(hub.Rounds - before, 1, Many - 1);
        watchers.ForEach(watcher => watcher.Dispose());
    }

    [Fact]
    [Trait("Requirement", "C-67")]
    public async Task Tick_OfAProvider_IsToldAndNeverFalls()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();
        var id = await StartAsync(caller);
        // As one whose provider is at work.
        await server.House.ExecuteAsync(
            "UPDATE generations SET state = 'generating', stage = 'model_inference', progress = 20 WHERE id = @id",
            new { id }
        );
        using var watcher = await Watcher.OpenAsync(server, caller);
        var before = Assert.Single(await watcher.ReadyAsync());
        var changes = server.Services.GetRequiredService<ChangePublisher>();
        changes.Publish($"t:{id}:41");
        var first = (await watcher.ReadAsync())!;
        changes.Publish($"t:{id}:30", $"t:{id}:x", "t:", "t::", $"t:{Guid.Empty}:60", $"t:{id}:63");
        var second = (await watcher.ReadAsync())!;
        using var late = await Watcher.OpenAsync(server, caller);
        var replayed = Assert.Single(await late.ReadyAsync());
        using var resumed = await Watcher.OpenAsync(server, caller, $"after={second.Seq}");
        Assert.Empty(await resumed.ReadyAsync());
        changes.Publish($"t:{id}:50");
        changes.Publish($"t:{id}:66");
        var third = (await resumed.ReadAsync())!;
        await server.ResumeAsync();
        var rest = await watcher.ReadToEndOfAsync(id);

        Assert.Equal((20, false), (before.Progress, before.IsTick));
        Assert.Equal([(41, true), (63, true), (66, true)], new[] { first, second, third }.Select(Of));
        Assert.Equal((63, false), Of(replayed));
        Assert.Equal([before.Seq, before.Seq], [first.Seq, second.Seq]);
        Assert.All(rest, message => Assert.InRange(message.Progress, 63, 100));
        AssertInOrder([before, first, second, .. rest]);

        static (int, bool) Of(ProgressMessage message) => (message.Progress, message.IsTick);
    }

    [Fact]
    public async Task Open_WithoutKey_Is401()
    {
        Assert.Equal(401, await Watcher.StatusAsync(server, ""));
        Assert.Equal(401, await Watcher.StatusAsync(server, "", ("Authorization", "Bearer nobody")));
        Assert.Equal(401, await Watcher.StatusAsync(server, "ticket=tkt_nothing"));
        var hooks = await server.AddCallerAsync(scopes: ["webhooks"]);
        Assert.Equal(403, await StatusAsync(hooks, ""));
    }

    internal static void AssertInOrder(IReadOnlyList<ProgressMessage> messages)
    {
        var stages = messages.Where(message => !message.IsReady && !message.IsTick).ToList();
        Assert.Equal(stages.Select(message => message.Seq).Distinct().Order(), stages.Select(message => message.Seq));
        foreach (var one in messages.Where(message => !message.IsReady).GroupBy(message => message.Generation))
        {
            Assert.Equal(one.Select(message => message.Progress).Order(), one.Select(message => message.Progress));
        }
    }

    private Task<int> StatusAsync(TestCaller caller, string query) =>
        Watcher.StatusAsync(server, query, ("Authorization", $"Bearer {caller.Key}"));

    private async Task<Guid> StartAsync(TestCaller caller, (string, string, string)? place = null)
    {
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));
        if (place is var (deck, slide, element))
        {
            await server.House.ExecuteAsync(
                "UPDATE generations SET presentation_id = @deck, slide_id = @slide, element_id = @element WHERE id = @id",
                new
                {
                    id,
                    deck,
                    slide,
                    element,
                }
            );
        }

        return id;
    }
}
