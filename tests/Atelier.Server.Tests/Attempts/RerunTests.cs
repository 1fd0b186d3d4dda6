using System.Text.Json;
using Atelier.Engine.Sweeping;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Attempts;

/// <summary>An operator who does not want to wait for a lost call.</summary>
public sealed class RerunTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    public async Task Decide_RerunWhileTheGenerationRuns_SendsAtOnceAndChargesOnce()
    {
        var caller = await server.Server.AddCallerAsync();
        server.OpenAi.TaskDuration = null;
        var address = await caller.StartAsync(Bodies.Flare());
        await EmulatedServer.WaitForPaidAsync(server.OpenAi, 1);
        var lost = await LoseSenderAsync();

        var answer = await server
            .Server.Owner()
            .PostAsync($"/admin/api/attempts/{lost}/decision", """{"action": "rerun", "reason": "the caller waits"}""");
        await EmulatedServer.WaitForPaidAsync(server.OpenAi, 2);
        server.OpenAi.TaskDuration = TimeSpan.Zero;
        server.OpenAi.FinishTasks();
        var made = await caller.EndOfAsync(address);

        Assert.True(answer.Status == 204, answer.Text);
        Assert.Equal("complete", made.TextAt("state"));
        Assert.Single(made.At("images").EnumerateArray());
        Assert.Equal(2, EmulatedServer.Paid(server.OpenAi).Count);
        Assert.Equal(99_000, await caller.BalanceAsync());
        Assert.Empty((await Books.ReadAsync(server)).Problems);
    }

    /// <summary>Ends the lease of the call that is under way, as if its node had gone silent; its attempt.</summary>
    private async Task<Guid> LoseSenderAsync()
    {
        var sweeper = server.Server.Services.GetRequiredService<QueueSweeper>();
        JsonElement[] list = [];
        // Once more where the node, which lives, has renewed its lease in between.
        await TestServer.UntilAsync(async () =>
        {
            await server.Server.House.MoveClockAsync(TimeSpan.FromSeconds(31));
            await sweeper.RunOnceAsync(CancellationToken.None);
            var unknown = await server.Server.Owner().GetAsync("/admin/api/attempts?state=unknown");
            list = [.. unknown.At("data").EnumerateArray()];
            return list.Length > 0;
        });
        var lost = Assert.Single(list);
        Assert.NotEqual("complete", lost.GetProperty("generation_state").GetString());
        return lost.GetProperty("id").GetGuid();
    }
}
