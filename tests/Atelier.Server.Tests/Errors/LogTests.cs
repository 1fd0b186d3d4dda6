using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.Logging;

namespace Atelier.Server.Tests.Errors;

/// <summary>Every server of these tests checks its log when it is disposed, too.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData(LogLevel.Trace, 0)]
    [InlineData(LogLevel.Debug, 2)]
    [InlineData(LogLevel.Critical, 2)]
    public void Leaks_PromptOrKeyInALine_AreFoundAboveTrace(LogLevel level, int leaks)
    {
        using var capture = new LogCapture();
        capture.Forbid("atl_secret");
        var logger = capture.CreateLogger("Atelier");
        var failure = new InvalidOperationException("atl_secret");
        const string Line = "made " + Bodies.Prompt;

        logger.Log(level, default, Line, null, (state, _) => state);
        logger.Log(level, default, "failed", failure, (state, _) => state);
        logger.Log(level, default, "made a picture", null, (state, _) => state);

        Assert.Equal(leaks, capture.Leaks().Count);
    }

    [Fact]
    public async Task Logs_OfAllKindsOfRequests_HoldNoPromptAndNoKey()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync(credits: 5);
        foreach (var door in new[] { "/v1/images/generations", "/v1/generations" })
        {
            await caller.PostAsync(
                door,
                Bodies.Small($"\"negative_prompt\": \"{LogCapture.PromptWord}\""),
                ("Prefer", "wait=60")
            );
            await caller.PostAsync(door, Bodies.Small("\"n\": 10, \"quality\": \"ultra\""));
            await caller.PostAsync(door, Bodies.Small("\"n\": 99"));
            await caller.PostAsync(door, $"{{\"prompt\": \"{Bodies.Prompt}\"");
            await caller.PostAsync($"{door}?key=1", Bodies.With($"\"style\": \"{LogCapture.PromptWord}\""));
            await server.Nobody().PostAsync(door, Bodies.Small(), ("Authorization", $"Bearer {caller.Key}x"));
            await server.House.ExecuteAsync("ALTER TABLE prompts RENAME COLUMN calls TO elsewhere");
            Assert.Equal(500, (await caller.PostAsync(door, Bodies.Small())).Status);
            await server.House.ExecuteAsync("ALTER TABLE prompts RENAME COLUMN elsewhere TO calls");
            // PostgreSQL's own error would hold the row.
            await server.House.ExecuteAsync("ALTER TABLE prompts ADD CONSTRAINT none CHECK (prompt IS NULL) NOT VALID");
            Assert.Equal(500, (await caller.PostAsync(door, Bodies.Small())).Status);
            await server.House.ExecuteAsync("ALTER TABLE prompts DROP CONSTRAINT none");
        }

        Assert.Contains(server.Logs.Lines, line => line.Contains("Accepted", StringComparison.Ordinal));
        Assert.Contains(server.Logs.Lines, line => line.StartsWith("Debug", StringComparison.Ordinal));
        Assert.Empty(server.Logs.Leaks());
    }
}
