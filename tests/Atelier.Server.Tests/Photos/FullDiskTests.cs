using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Files;
using Atelier.TestKit.Photos;

namespace Atelier.Server.Tests.Photos;

/// <summary>Uploads come to a disk that is really full.</summary>
public sealed class FullDiskTests
{
    private const int Page = 4096;

    // Far more than the kernel holds of a connection: who is cut off in the middle never reads an answer.
    private const int Large = 4 * 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-08")]
    [Trait("Requirement", "B-69")]
    public async Task Upload_NoRoomForThePicture_SaysSoLeavesNothingAndTheNextIsTaken()
    {
        await using var disk = await MountAsync();
        await using var server = new TestServer
        {
            Replace = OpenUploads.WithoutLimits,
            Adjust = settings => settings with { BlobFolder = disk.Folder },
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var photo = await PhotoBytes.JpegAsync();
        var files = disk.Files.Order().ToList();
        var before = await HouseState.ReadAsync(server.House);
        disk.Fill();

        var refused = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(photo));

        await AssertFullAsync(server, refused, before);
        Assert.Equal(503, (await server.Nobody().GetAsync("/readyz")).Status);
        Assert.Equal(files, disk.Files.Order());
        disk.Free();
        await Photo.UploadAsync(caller);
        await Photo.AssertSoundAsync(server);
    }

    [Fact]
    [Trait("Requirement", "B-08")]
    [Trait("Requirement", "B-69")]
    public async Task Upload_NoRoomWhileItComes_SaysSoToWhoStillSendsAndTheNextIsTaken()
    {
        await using var disk = await MountAsync();
        await using var server = new TestServer { Replace = OpenUploads.WithoutLimits, Adjust = OnDisk };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var before = await HouseState.ReadAsync(server.House);
        disk.Fill(leave: 16 * Page);

        for (var time = 0; time < 3; time++)
        {
            var refused = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(new byte[Large]));

            await AssertFullAsync(server, refused, before);
            Assert.Empty(disk.Files);
        }

        // What was read of each is room again.
        await Photo.UploadAsync(caller);
        disk.Free();
        await Photo.UploadAsync(caller);
        await Photo.AssertSoundAsync(server);

        ServerSettings OnDisk(ServerSettings settings)
        {
            var cache = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "cache")).FullName;
            Directory.CreateSymbolicLink(Path.Combine(cache, "uploads"), disk.Folder);
            return settings;
        }
    }

    private static async Task AssertFullAsync(TestServer server, Answer refused, string before)
    {
        PhotoRefusal.Is(
            refused,
            503,
            "SERVICE_UNAVAILABLE",
            "The place of the pictures does not answer, or is full; try again shortly."
        );
        Assert.Equal("30", refused.Header("Retry-After"));
        // The operator reads which disk it is.
        Assert.Contains(server.Logs.Lines, line => line.Contains("No space left on device", StringComparison.Ordinal));
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    private static async Task<SmallDisk> MountAsync()
    {
        var (disk, reason) = await SmallDisk.MountAsync();
        Assert.SkipWhen(disk is null, reason);
        return disk!;
    }
}
