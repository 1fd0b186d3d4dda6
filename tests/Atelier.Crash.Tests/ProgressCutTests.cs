using Atelier.Bench.Progress.Runs;

namespace Atelier.Crash.Tests;

/// <summary>Clients that are cut off again and again at two real nodes; the run of bench/progress, shorter.</summary>
public sealed class ProgressCutTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Long")]
    [Trait("Requirement", "C-65")]
    [Trait("Requirement", "C-67")]
    public async Task Cuts_OfManyClients_LoseNoEndAndRepeatNothing()
    {
        var plan = new ProgressPlan { Clients = 10, Generations = 20 };

        var problems = await new ProgressRun(plan, output.WriteLine).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(problems);
    }
}
