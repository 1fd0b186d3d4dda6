using System.Text.Json.Nodes;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.LegNext;

public sealed class CallbackTests
{
    [Fact]
    public async Task Callback_OnCompletion_IsTheJobObject()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var bench = await TestBench.StartAsync(new() { TaskDuration = null, LongestEdge = 16 });
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox", callback = receiver.Url });
        Assert.Equal(0, receiver.Waiting);

        bench.LegNext.FinishTasks();

        var (query, body) = await receiver.NextAsync();
        Assert.Equal("?token=abc", query);
        Assert.True(JsonNode.DeepEquals(await bench.GetJobAsync(id), body), body.ToJsonString());
    }

    [Fact]
    public async Task Callback_Duplicate_ComesTwice()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var bench = await TestBench.StartAsync();
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.DuplicateCallback });

        var id = await bench.CreateJobAsync("diffusion", new { text = "fox", callback = receiver.Url });

        Assert.Equal(id, (string)(await receiver.NextAsync()).Body["job_id"]!);
        Assert.Equal(id, (string)(await receiver.NextAsync()).Body["job_id"]!);
        Assert.Single(bench.LegNext.Bill.Items);
    }

    [Fact]
    public async Task Callback_Late_ComesAfterItsDelay()
    {
        var time = new TestKit.Time.FakeTimeProvider();
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var bench = await TestBench.StartAsync(new() { Time = time, LongestEdge = 16 });
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.LateCallback, DelayMs = 60_000 });

        var id = await bench.CreateJobAsync("diffusion", new { text = "fox", callback = receiver.Url });

        Assert.Equal("completed", (string)(await bench.GetJobAsync(id))["status"]!);
        Assert.Equal((1, 0), (time.Waiting, receiver.Waiting));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(id, (string)(await receiver.NextAsync()).Body["job_id"]!);
    }

    [Fact]
    public async Task Callback_Suppressed_DoesNotComeBeforeTheNextOne()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var bench = await TestBench.StartAsync();
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.NoCallback });

        await bench.CreateJobAsync("diffusion", new { text = "fox", callback = receiver.Url });
        var second = await bench.CreateJobAsync("diffusion", new { text = "fox", callback = receiver.Url });

        Assert.Equal(second, (string)(await receiver.NextAsync()).Body["job_id"]!);
        Assert.Equal(0, receiver.Waiting);
    }

    [Fact]
    public async Task Callback_OfAFailedTask_SaysSo()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var bench = await TestBench.StartAsync();
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.FailedTask });

        await bench.CreateJobAsync("diffusion", new { text = "fox", callback = receiver.Url });

        Assert.Equal("failed", (string)(await receiver.NextAsync()).Body["status"]!);
    }

    [Fact]
    public async Task Callback_NobodyListens_IsRememberedWithItsError()
    {
        await using var bench = await TestBench.StartAsync();

        var id = await bench.CreateJobAsync("diffusion", new { text = "fox", callback = "http://127.0.0.1:1/x" });
        while (bench.LegNext.Callbacks.Count == 0)
        {
            await Task.Yield();
        }

        var callback = Assert.Single(bench.LegNext.Callbacks);
        Assert.Equal((id, (int?)null), (callback.Job, callback.Status));
        Assert.NotEmpty(callback.Error!);
    }
}
