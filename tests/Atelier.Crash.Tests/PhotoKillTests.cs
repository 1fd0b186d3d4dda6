using Atelier.Bench.Photos.Runs;

namespace Atelier.Crash.Tests;

/// <summary>The whole service is killed while photos come and go through the client; the run of bench/photos, shorter.</summary>
public sealed class PhotoKillTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Long")]
    [Trait("Requirement", "B-35")]
    [Trait("Requirement", "B-55")]
    public async Task Kills_WhileUploadingWorkingAndSweeping_LoseNothingAndLeaveNothing()
    {
        var plan = new KillPlan
        {
            Kills = 6,
            SweepKills = 4,
            Callers = 4,
        };

        var problems = await new KillRun(plan, output.WriteLine).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(problems);
    }

    [Fact]
    [Trait("Category", "Long")]
    [Trait("Requirement", "B-72")]
    public async Task Uploads_MoreAtOnceThanThereArePlacesFor_AreAllAnsweredAndAllThereInTheEnd()
    {
        var plan = new UploadPlan { Large = false, Places = 100 };

        Assert.Empty(await new UploadRun(plan, output.WriteLine).RunAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("openai")]
    [Trait("Category", "Long")]
    [Trait("Requirement", "B-77")]
    public async Task Load_WholeWaysAtOnce_HaveEvenBooksLimitsAndCounts(string provider) =>
        Assert.Empty(
            await new WorkRun(count: 40, provider, output.WriteLine).RunAsync(TestContext.Current.CancellationToken)
        );

    [Fact]
    [Trait("Category", "Long")]
    [Trait("Requirement", "B-35")]
    [Trait("Requirement", "B-55")]
    public async Task Kills_WhileAProviderRestyles_LoseNothingAndLeaveNothing()
    {
        var problems = await new RestyleRun(ways: 4, output.WriteLine).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(problems);
    }
}
