using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Faults;

public sealed class FaultMatchingTests
{
    private const string Path = "/openai/v1/images/generations";

    [Fact]
    public async Task Rule_NthAndTimes_FiresOnExactlyThose()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ErrorBefore,
                Nth = 2,
                Times = 2,
            }
        );

        Assert.Equal("200 500 500 200", await StatusesAsync(bench, "fox", "fox", "fox", "fox"));
        var state = Assert.Single(bench.OpenAi.Faults);
        Assert.Equal((4, 2), (state.Seen, state.Played));
    }

    [Fact]
    public async Task Rule_PromptWord_FiresOnlyThere()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ErrorBefore,
                Prompt = "CAT",
                Times = 0,
            }
        );

        Assert.Equal("200 500 200 500", await StatusesAsync(bench, "fox", "a cat", "dog", "cats"));
    }

    [Fact]
    public async Task Rule_Operation_FiresOnlyThere()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.ErrorBefore, Operation = "models" });

        Assert.Equal("200", await StatusesAsync(bench, "fox"));
        Assert.Equal(500, (await bench.GetAsync("/openai/v1/models")).Status);
    }

    [Fact]
    public async Task Rules_Two_ArePlayedOneByOne()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(
            new FaultRule { Action = FaultAction.ErrorBefore },
            new FaultRule { Action = FaultAction.TooManyRequests }
        );

        Assert.Equal("500 429 200", await StatusesAsync(bench, "fox", "fox", "fox"));
        Assert.Equal(["error_before", "too_many_requests", null], bench.OpenAi.Calls.Select(call => call.Fault));
    }

    [Fact]
    public async Task Rule_Cleared_FiresNoMore()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.ErrorBefore, Times = 0 });
        bench.OpenAi.ClearFaults();

        Assert.Equal("200", await StatusesAsync(bench, "fox"));
    }

    [Fact]
    public async Task Rule_OneTimeUnderParallelCalls_FiresOnce()
    {
        await using var bench = await TestBench.StartAsync(new() { LongestEdge = 16 });
        bench.OpenAi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ErrorBefore,
                Nth = 7,
                Times = 3,
            }
        );

        var statuses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatusesAsync(bench, "fox")));

        Assert.Equal(3, statuses.Count(status => status == "500"));
    }

    [Theory]
    [InlineData("nth", 0, 1, 0, null, null)]
    [InlineData("times", 1, -1, 0, null, null)]
    [InlineData("delay_ms", 1, 1, -1, null, null)]
    [InlineData("delay_ms", 1, 1, 600_001, null, null)]
    [InlineData("status", 1, 1, 1, 200, null)]
    [InlineData("operation", 1, 1, 1, null, "diffusion")]
    public async Task AddFaults_ImpossibleRule_NamesTheField(
        string field,
        int nth,
        int times,
        int delay,
        int? status,
        string? operation
    )
    {
        await using var bench = await TestBench.StartAsync();
        var rule = new FaultRule
        {
            Action = FaultAction.ErrorBefore,
            Nth = nth,
            Times = times,
            DelayMs = delay,
            Status = status,
            Operation = operation,
        };

        var exception = Assert.Throws<EmulatorException>(() => bench.OpenAi.AddFaults(rule));

        Assert.StartsWith(field + ":", exception.Message, StringComparison.Ordinal);
        Assert.Empty(bench.OpenAi.Faults);
    }

    [Theory]
    [InlineData(FaultAction.FailedTask)]
    [InlineData(FaultAction.VanishedTask)]
    [InlineData(FaultAction.ExpiredUrl)]
    [InlineData(FaultAction.LateCallback)]
    public async Task AddFaults_TaskFaultOnOpenAi_IsRefused(FaultAction action)
    {
        await using var bench = await TestBench.StartAsync();

        Assert.Throws<EmulatorException>(() => bench.OpenAi.AddFaults(new FaultRule { Action = action }));
    }

    private static async Task<string> StatusesAsync(TestBench bench, params string[] prompts)
    {
        var statuses = new int[prompts.Length];
        for (var i = 0; i < prompts.Length; i++)
        {
            statuses[i] = (await bench.PostAsync(Path, new { model = "gpt-image-2", prompt = prompts[i] })).Status;
        }

        return string.Join(' ', statuses);
    }
}
