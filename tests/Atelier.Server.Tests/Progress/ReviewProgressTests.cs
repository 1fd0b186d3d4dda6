using Atelier.Server.Tests.Reviews;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Progress;

/// <summary>What waits for a person.</summary>
public sealed class ReviewProgressTests(ReviewServer reviews) : IClassFixture<ReviewServer>
{
    [Fact]
    [Trait("Requirement", "C-66")]
    public async Task Review_ShowsAsQueuedWithItsReasonAndProgressStays()
    {
        var caller = await reviews.Server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(reviews.Server, caller);
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Flare()));

        var messages = await watcher.ReadToAsync(message => !message.IsReady && message.Reason == "review");

        Assert.Equal(("queued", 90), (messages[^1].Status, messages[^1].Progress));
        Assert.False(messages[^1].IsEnd);
        ProgressTests.AssertInOrder(messages);
        using var later = await Watcher.OpenAsync(reviews.Server, caller, $"generationId={id}");
        Assert.Equal("review", Assert.Single(await later.ReadyAsync()).Reason);
    }
}
