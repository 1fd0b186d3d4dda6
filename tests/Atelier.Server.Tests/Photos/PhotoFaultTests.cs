using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Photos;

/// <summary>Photo tasks whose provider fails.</summary>
[Collection(PhotoHouse.Name)]
public sealed class PhotoFaultTests(PhotoServer photos) : IDisposable
{
    private TestServer Server => photos.Server;

    public void Dispose() => photos.Emulated.OpenAi.ClearFaults();

    [Fact]
    [Trait("Requirement", "B-35")]
    public async Task Status_ProviderRefused_TellsOurWordsAndNoneOfTheProviders()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        Fault(FaultAction.Refuse);
        var address = await PhotoServer.StartAsync(
            caller,
            session,
            "\"model\": \"gpt-image-2.5-flare\", \"quality\": \"hd\""
        );

        var ended = await PhotoServer.EndOfAsync(caller, address);

        Assert.Equal(("failed", "CONTENT_POLICY"), (ended.TextAt("status"), ended.TextAt("errorCode")));
        var upstream = photos.Emulated.OpenAi.Calls.Last(call => call.Operation == "edits");
        Assert.Equal(400, upstream.Status);
        Assert.DoesNotContain("safety", ended.TextAt("error"), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(ended.TextAt("completedAt"));
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "B-49")]
    [Trait("Requirement", "B-76")]
    [Trait("Requirement", "B-78")]
    public async Task Generate_FirstProviderDown_IsMadeByTheNextAndSaysSo()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        Fault(FaultAction.OutOfCredits, times: 0);

        var started = await caller.PostAsync(
            PhotoServer.Generate,
            PhotoServer.Body(session, "\"model\": \"gpt-image-2.5-flare\"")
        );
        await photos.Emulated.WaitForTaskAsync(started.Header("Location")!);
        photos.Emulated.LegNext.FinishTasks();
        var ended = await PhotoServer.EndOfAsync(caller, started.Header("Location")!);

        Assert.Equal("openai", started.TextAt("provider"));
        Assert.Equal(("completed", "legnext"), (ended.TextAt("status"), ended.TextAt("provider")));
    }

    private void Fault(FaultAction action, int times = 1) =>
        photos.Emulated.OpenAi.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = "edits",
                Times = times,
            }
        );
}
