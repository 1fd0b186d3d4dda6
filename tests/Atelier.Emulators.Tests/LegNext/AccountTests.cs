using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.LegNext;

public sealed class AccountTests
{
    [Fact]
    public async Task Balance_WithFrozenAndConsumed_IsWhatIsLeftInAnEnvelope()
    {
        await using var bench = await TestBench.StartAsync(new() { Points = 72_048, LongestEdge = 16 });
        await bench.CreateJobAsync("diffusion", new { text = "fox" });
        bench.LegNext.TaskDuration = null;
        await bench.CreateJobAsync("diffusion", new { text = "fox --turbo" });

        var answer = await bench.GetAsync("/legnext/api/account/balance");

        Assert.Equal(["code", "data", "message"], answer.Json.Select(member => member.Key));
        Assert.Equal(200, (int)answer.Json["code"]!);
        Assert.Equal("success", (string)answer.Json["message"]!);
        var data = answer.Json["data"]!.AsObject();
        Assert.Equal(
            [
                "account_id",
                "balance_usd",
                "available_credits",
                "available_points",
                "alert_threshold",
                "low_balance_alert",
                "updated_at",
            ],
            data.Select(member => member.Key)
        );
        var left = 72_048 - 80 - 160;
        Assert.Equal(left, (long)data["available_credits"]! + (long)data["available_points"]!);
        Assert.Equal(left / 1000m, (decimal)data["balance_usd"]!);
        Assert.Equal((80L, 160L), (bench.LegNext.Bill.Units, bench.LegNext.Bill.FrozenUnits));
    }

    [Fact]
    public async Task ActiveTasks_RunningOnly_AreListedWithoutPrompt()
    {
        var time = new TestKit.Time.FakeTimeProvider();
        await using var bench = await TestBench.StartAsync(new() { Time = time, LongestEdge = 16 });
        await bench.CreateJobAsync("diffusion", new { text = "fox" });
        bench.LegNext.TaskDuration = null;
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox" });

        var answer = await bench.GetAsync("/legnext/api/account/active_tasks");

        Assert.Equal(
            $$"""{"tasks":[{"job_id":"{{id}}","task_type":"diffusion","status":"pending","created_at":"2026-11-20T12:00:00Z","progress":0}]}""",
            answer.Text
        );
    }

    [Fact]
    public async Task Create_PointsUsedUp_Is402()
    {
        await using var bench = await TestBench.StartAsync(new() { Points = 150, TaskDuration = null });
        await bench.CreateJobAsync("diffusion", new { text = "fox" });

        var answer = await bench.PostAsync("/legnext/api/v1/diffusion", new { text = "fox" });

        Assert.Equal(402, answer.Status);
        Assert.Equal(80, bench.LegNext.Bill.FrozenUnits);
    }
}
