using Atelier.Engine.Checking;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Policy;

/// <summary>What a start says of checks that are required and that nothing can do.</summary>
public sealed class RequiredChecksTests
{
    private const string Named = "nothing can do the check";

    [Theory]
    [InlineData(ImageRule.Required, true)]
    [InlineData(ImageRule.Available, false)]
    [Trait("Requirement", "C-56")]
    public async Task Start_ChecksMissing_AreNamedWithTheirFixWhereTheyAreRequired(ImageRule rule, bool named)
    {
        await using var server = new TestServer
        {
            Replace = services => services.PostConfigure<CheckOptions>(options => options.Image = rule),
        };
        await server.InitializeAsync();
        // The rest of its start runs beside ours.
        await (server.Services.GetRequiredService<RequiredChecks>().ExecuteTask ?? Task.CompletedTask);

        // A look that took too long names none.
        Answer? ready = null;
        await TestServer.UntilAsync(async () =>
            (ready = await server.Nobody().GetAsync("/readyz")).Json.TryGetProperty("checks_not_available", out _)
        );
        var lines = server.Logs.Lines.Where(line => line.Contains(Named, StringComparison.Ordinal)).ToList();

        Assert.Equal(
            ["nsfw", "violence", "copyright"],
            ready!.At("checks_not_available").EnumerateArray().Select(check => check.GetString())
        );
        Assert.Equal(named ? 3 : 0, lines.Count);
        if (named)
        {
            Assert.Contains("Error", lines[0], StringComparison.Ordinal);
            Assert.Contains("check nsfw", lines[0], StringComparison.Ordinal);
            Assert.Contains("ATELIER__Policy__Moderation=openai", lines[1], StringComparison.Ordinal);
            Assert.Contains("known", lines[2], StringComparison.Ordinal);
        }
    }
}
