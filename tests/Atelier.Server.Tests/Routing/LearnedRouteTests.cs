using Atelier.Engine.Health;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Routing;

/// <summary>What routes learn from calls: how offers did in a style, and how full their lanes are.</summary>
public sealed class LearnedRouteTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private const string Door = "/v1/route";
    private const string Model = "gpt-image-2.5-flare";

    [Fact]
    [Trait("Requirement", "B-48")]
    public async Task Route_ResultsInAStyle_CountOnceThereAreTwentyAndOnlyThere()
    {
        await ForgetAsync();
        var (before, other) = (await ScoreAsync("ghibli"), await ScoreAsync("pixel"));

        await server.Server.House.ExecuteAsync(
            """
            INSERT INTO offer_health (model, provider, provider_model, style, success_rate, average_seconds, samples)
            VALUES (@Model, 'openai', @Model, '', 0.9, 15, 19), (@Model, 'openai', @Model, 'ghibli', 0.1, 45, 19)
            """,
            new { Model }
        );
        await LookAsync();
        var nineteen = await ScoreAsync("ghibli");
        await server.Server.House.ExecuteAsync("UPDATE offer_health SET samples = 20 WHERE style = 'ghibli'");
        await LookAsync();

        Assert.Equal(before, nineteen);
        // Reliability weighs 0.4 and fell by 0.8; speed 0.2 and by half.
        Assert.Equal(before - 0.42, await ScoreAsync("ghibli"), 3);
        Assert.Equal(other, await ScoreAsync("pixel"));
    }

    [Fact]
    [Trait("Requirement", "B-48")]
    [Trait("Requirement", "C-45")]
    public async Task Create_MoreThanALaneHolds_TheNextWaitsAndRoutesCountIt()
    {
        await ForgetAsync();
        var before = await ScoreAsync("pixel");
        var caller = await server.Server.AddCallerAsync();
        var sent = EmulatedServer.Paid(server.OpenAi).Count;
        server.OpenAi.TaskDuration = null;

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 7)
                .Select(_ => caller.PostAsync("/v1/generations", Bodies.Flare(), ("Prefer", "respond-async")))
        );
        await EmulatedServer.WaitForPaidAsync(server.OpenAi, sent + 5);
        await LookAsync();
        var full = await ScoreAsync("pixel");
        var states = await Task.WhenAll(answers.Select(answer => StateAsync(caller, answer)));

        // Nobody is refused, and nobody is sent beyond the five.
        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Equal(
            (5, 2),
            (EmulatedServer.Paid(server.OpenAi).Count - sent, states.Count(state => state == "queued"))
        );
        // Five at work and two waiting: (2 + 1) / 5 of 15 seconds, which are 0.15 of a minute.
        Assert.Equal(before - (0.2 * 0.15), full, 3);
        server.OpenAi.TaskDuration = TimeSpan.Zero;
        server.OpenAi.FinishTasks();
        foreach (var answer in answers)
        {
            Assert.Equal("complete", (await caller.EndOfAsync(answer.Header("Location")!)).TextAt("state"));
        }

        await Books.AreEvenAsync(server);
    }

    private static async Task<string?> StateAsync(TestCaller caller, Answer accepted) =>
        (await caller.GetAsync(accepted.Header("Location")!)).TextAt("state");

    // What the other test has called or written.
    private async Task ForgetAsync()
    {
        await LookAsync();
        await server.Server.House.ExecuteAsync("DELETE FROM offer_health");
        await LookAsync();
    }

    private Task LookAsync() =>
        server.Server.Services.GetRequiredService<OfferWatch>().RunOnceAsync(TestContext.Current.CancellationToken);

    private async Task<double> ScoreAsync(string style)
    {
        var caller = await server.Server.AddCallerAsync();
        var answer = await caller.PostAsync(Door, Bodies.With($"\"size\": \"1024x1024\", \"style\": \"{style}\""));
        return answer
            .At("chain")
            .EnumerateArray()
            .Single(link => link.GetProperty("model").GetString() == Model)
            .GetProperty("score")
            .GetDouble();
    }
}
