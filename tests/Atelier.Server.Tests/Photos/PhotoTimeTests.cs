using Atelier.Server.Tests.Serving;
using Atelier.Server.Tests.Wall;

namespace Atelier.Server.Tests.Photos;

/// <summary>How long calls of the photo door last, and the work behind them.</summary>
[Collection(PhotoHouse.Name)]
public sealed class PhotoTimeTests(PhotoServer photos)
{
    private TestServer Server => photos.Server;

    [Fact]
    [Trait("Requirement", "B-36")]
    [Trait("Requirement", "B-37")]
    public async Task Generate_WorkOfMinutes_IsAnsweredAtOnceAndEndsAllTheSame()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        // Nobody works, so whoever waited for the work would wait for ever.
        await Server.PauseAsync();
        var address = await PhotoServer.StartAsync(caller, session, "\"model\": \"midjourney\"");
        await Server.ResumeAsync();
        await photos.Emulated.WaitForTaskAsync(address);

        await Server.House.MoveClockAsync(TimeSpan.FromSeconds(100));
        var runs = await caller.GetAsync(address);
        photos.Emulated.LegNext.FinishTasks();
        var ended = await PhotoServer.EndOfAsync(caller, address);

        Assert.Equal("processing", runs.TextAt("status"));
        Assert.Equal(("completed", "legnext"), (ended.TextAt("status"), ended.TextAt("provider")));
        Assert.InRange(ended.At("processingTime").GetInt32(), 100, 160);
    }

    [Fact]
    [Trait("Requirement", "B-37")]
    public async Task Generate_CallerHangsUp_IsMadeAllTheSame()
    {
        var caller = await Server.AddCallerAsync();
        var session = await photos.UploadAsync(caller);
        var body = PhotoServer.Body(session);
        using (var client = await RawClient.OpenAsync(Server))
        {
            await client.SendAsync(
                $"POST {PhotoServer.Generate} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {caller.Key}\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
            );
            // Some of the answer has come, so that the request was accepted.
            Assert.NotEmpty(await client.ReadAsync());
        }

        var id = await Server.House.ScalarAsync<Guid>(
            "SELECT id FROM generations WHERE session_id = @session",
            new { session }
        );
        var ended = await PhotoServer.EndOfAsync(caller, $"{PhotoServer.Status}/{id}");

        Assert.Equal("completed", ended.TextAt("status"));
    }
}
