using Atelier.Emulators.Faults;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.LegNext;

public sealed class TaskFaultTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 80)]
    public async Task FailedTask_IsHttp200WithAnError(bool billed, long points)
    {
        await using var bench = await TestBench.StartAsync();
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.FailedTask, Billed = billed });

        var job = await bench.GetJobAsync(await bench.CreateJobAsync("diffusion", new { text = "fox" }));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.NotEqual(0, (int)job["error"]!["code"]!);
        Assert.Null(job["output"]!["image_urls"]);
        Assert.Equal(points, (long)job["meta"]!["usage"]!["consume"]!);
        Assert.Equal((points, 0L), (bench.LegNext.Bill.Units, bench.LegNext.Bill.FrozenUnits));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 80)]
    public async Task VanishedTask_OnCreation_Is404ForGood(bool billed, long points)
    {
        await using var bench = await TestBench.StartAsync();
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.VanishedTask, Billed = billed });

        var id = await bench.CreateJobAsync("diffusion", new { text = "fox" });

        Assert.Equal(404, (await bench.GetAsync($"/legnext/api/v1/job/{id}")).Status);
        Assert.Equal(404, (await bench.GetAsync($"/legnext/api/v1/job/{id}")).Status);
        Assert.Equal((points, 0L), (bench.LegNext.Bill.Units, bench.LegNext.Bill.FrozenUnits));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 80)]
    public async Task VanishedTask_OnAPoll_IsNoLongerActive(bool billed, long points)
    {
        await using var bench = await TestBench.StartAsync(new() { TaskDuration = null });
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox" });
        Assert.Equal("staged", (string)(await bench.GetJobAsync(id))["status"]!);
        bench.LegNext.AddFaults(
            new FaultRule
            {
                Action = FaultAction.VanishedTask,
                Operation = "job",
                Billed = billed,
            }
        );

        Assert.Equal(404, (await bench.GetAsync($"/legnext/api/v1/job/{id}")).Status);
        Assert.Empty((await bench.GetAsync("/legnext/api/account/active_tasks")).Json["tasks"]!.AsArray());
        bench.LegNext.FinishTasks();
        Assert.Equal((points, 0L), (bench.LegNext.Bill.Units, bench.LegNext.Bill.FrozenUnits));
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData(404, 404)]
    public async Task ExpiredUrl_FreshPoll_GivesAFreshOne(int? wanted, int status)
    {
        await using var bench = await TestBench.StartAsync();
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox" });
        var old = (string)(await bench.GetJobAsync(id))["output"]!["image_urls"]![0]!;
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.ExpiredUrl, Status = wanted });

        Assert.Equal(status, (await bench.GetAsync(old)).Status);
        Assert.Equal(403, (await bench.GetAsync(old)).Status);
        var fresh = (string)(await bench.GetJobAsync(id))["output"]!["image_urls"]![0]!;

        Assert.NotEqual(old, fresh);
        Assert.Equal(200, (await bench.GetAsync(fresh)).Status);
    }

    [Fact]
    public async Task CutAfter_OnCreation_LeavesAnActiveTask()
    {
        await using var bench = await TestBench.StartAsync(new() { TaskDuration = null });
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.CutAfter });

        await Assert.ThrowsAsync<HttpRequestException>(() => bench.CreateJobAsync("diffusion", new { text = "fox" }));

        var tasks = (await bench.GetAsync("/legnext/api/account/active_tasks")).Json["tasks"]!.AsArray();
        Assert.Equal("diffusion", (string)Assert.Single(tasks)!["task_type"]!);
    }
}
