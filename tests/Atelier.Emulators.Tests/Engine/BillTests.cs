using Atelier.Emulators.Faults;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Engine;

public sealed class BillTests
{
    [Fact]
    public async Task Bill_HundredParallelCallsAtBothWires_IsExact()
    {
        await using var bench = await TestBench.StartAsync(new() { LongestEdge = 16 });
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.ErrorBefore, Times = 10 });
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.FailedTask, Times = 10 });

        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .SelectMany(_ =>
                    new[]
                    {
                        bench.PostAsync(
                            "/openai/v1/images/generations",
                            new
                            {
                                model = "gpt-image-2",
                                prompt = "fox",
                                quality = "low",
                                n = 2,
                            }
                        ),
                        bench.PostAsync("/legnext/api/v1/diffusion", new { text = "fox" }),
                    }
                )
        );

        var openAi = bench.OpenAi.Bill;
        Assert.Equal((90, 180), (openAi.Items.Count, openAi.Pictures));
        Assert.Equal(90L * ((1 * 5_000) + (392 * 30_000)), openAi.NanoDollars);
        Assert.Equal(180, bench.OpenAi.Pictures.Select(picture => picture.Sha256).Distinct().Count());
        var legNext = bench.LegNext.Bill;
        Assert.Equal((90, 7200L, 0L), (legNext.Items.Count, legNext.Units, legNext.FrozenUnits));
        Assert.Equal(7_200_000_000, legNext.NanoDollars);
        Assert.Equal(Enumerable.Range(1, 100), bench.LegNext.Calls.Select(call => call.Number));
        Assert.Equal(90, legNext.Items.Select(item => item.Call).Distinct().Count());
    }

    [Fact]
    public async Task Points_LastOnesUnderParallelCalls_AreNeverOverspent()
    {
        await using var bench = await TestBench.StartAsync(new() { Points = 800, TaskDuration = null });

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => bench.PostAsync("/legnext/api/v1/diffusion", new { text = "fox" }))
        );

        Assert.Equal(10, answers.Count(answer => answer.Status == 200));
        Assert.Equal(800, bench.LegNext.Bill.FrozenUnits);
    }
}
