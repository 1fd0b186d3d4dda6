using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Engine.Limits;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Presentations;

/// <summary>How many generations of the presentation doors run at once, and who comes next, over two nodes (requirement C-77).</summary>
public sealed class DeckTurnTests
{
    private static readonly (string, string) Async = ("Prefer", "respond-async");

    [Fact]
    [Trait("Requirement", "C-77")]
    public async Task Generate_FiveAtTwoNodes_RunThreeAtOnceAndTheOthersWaitTheirTurn()
    {
        await using var emulated = await StartAsync(_ => { });
        await using var second = emulated.AddNode();
        await second.InitializeAsync();
        var (caller, other) = (await emulated.Server.AddCallerAsync(), await emulated.Server.AddCallerAsync());
        var there = new TestCaller(second, caller.AccountId, caller.Key);
        var ids = new List<string>();
        foreach (var (index, at) in new[] { caller, there, caller, there, caller }.Index())
        {
            ids.Add(await StartAsync(at, $"picture {index}"));
        }

        await RunningAsync(emulated, 3);
        Assert.Equal("held 2,running 3", await QueueAsync(emulated, caller));
        foreach (var waiting in ids[3..])
        {
            var state = await DeckDoor.GetAsync(there, $"{DeckDoor.Image}/generations/{waiting}");
            Assert.Equal(("queued", 0), (state.TextAt("data.status"), state.At("data.progress").GetInt32()));
        }

        // The bound is of the account and of these doors.
        await StartAsync(other, "picture of another");
        await RunningAsync(emulated, 4);
        await caller.StartAsync(Bodies.Flare());
        await RunningAsync(emulated, 5);
        emulated.OpenAi.FinishTasks();
        await RunningAsync(emulated, 2);
        emulated.OpenAi.FinishTasks();
        foreach (var id in ids)
        {
            Assert.Equal("complete", (await caller.EndOfAsync($"/v1/generations/{id}")).TextAt("state"));
        }

        Assert.Equal(5, emulated.OpenAi.MostTasksAtOnce);
    }

    [Fact]
    [Trait("Requirement", "C-77")]
    public async Task Generate_ByPriority_LetsTheInteractiveOneGoFirstAndNobodyRaisesItself()
    {
        await using var emulated = await StartAsync(limits => limits.PresentationsAtOnce = 1);
        await using var second = emulated.AddNode();
        await second.InitializeAsync();
        var caller = await emulated.Server.AddCallerAsync();
        var there = new TestCaller(second, caller.AccountId, caller.Key);
        await StartAsync(caller, "the first");
        await RunningAsync(emulated, 1);
        await StartAsync(there, "the prefetched", "prefetch");
        await StartAsync(caller, "the background one", "background");
        await StartAsync(there, "the interactive one");
        var raised = await DeckDoor.PostAsync(caller, DeckDoor.Generate, Body("no", "urgent"), Async);

        for (var turn = 1; turn <= 4; turn++)
        {
            await EmulatedServer.WaitForPaidAsync(emulated.OpenAi, turn);
            await RunningAsync(emulated, 1);
            emulated.OpenAi.FinishTasks();
        }

        DeckDoor.IsError(raised, 400, "INVALID_REQUEST", "options.priority");
        Assert.Equal(
            ["the first", "the interactive one", "the background one", "the prefetched"],
            EmulatedServer.Paid(emulated.OpenAi).Select(PromptOf)
        );
        Assert.Equal(1, emulated.OpenAi.MostTasksAtOnce);
        await TestServer.UntilAsync(async () => await QueueAsync(emulated, caller) is null);
    }

    private static async Task<EmulatedServer> StartAsync(Action<OperationLimitOptions> limits)
    {
        var emulated = new EmulatedServer { Replace = services => services.Configure(limits) };
        await emulated.InitializeAsync();
        emulated.OpenAi.TaskDuration = null;
        return emulated;
    }

    private static DeckBody Body(string prompt, string? priority)
    {
        var body = DeckBody
            .Generate()
            .With("prompt", JsonSerializer.Serialize(prompt))
            .With("options.provider", "\"dalle3\"")
            .With("options.fallback", "\"strict\"")
            .With("config.aspectRatio", "\"1:1\"")
            .With("config.quality", "\"standard\"");
        return priority is null ? body : body.With("options.priority", $"\"{priority}\"");
    }

    private static async Task<string> StartAsync(TestCaller caller, string prompt, string? priority = null)
    {
        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, Body(prompt, priority), Async);
        Assert.True(answer.Status == 202, answer.Text);
        return answer.TextAt("data.generationId")!;
    }

    private static string PromptOf(ReceivedCall call)
    {
        var prompt = JsonSerializer.Deserialize<JsonElement>(call.Body!).GetProperty("prompt").GetString()!;
        return prompt[..prompt.IndexOf(',', StringComparison.Ordinal)];
    }

    private static Task RunningAsync(EmulatedServer emulated, int count) =>
        TestServer.UntilAsync(() => Task.FromResult(emulated.OpenAi.RunningTasks == count));

    private static Task<string?> QueueAsync(EmulatedServer emulated, TestCaller caller) =>
        emulated.Server.House.ScalarAsync<string>(
            """
            SELECT string_agg(state || ' ' || times, ',' ORDER BY state) FROM
              (SELECT state, count(*) AS times FROM queue WHERE account_id = @AccountId GROUP BY state) states
            """,
            caller
        );
}
