using Atelier.Data.Blobs;
using Atelier.Engine.Changes;
using Atelier.Engine.Photos;
using Atelier.Engine.Sweeping;
using Atelier.Engine.Tests.Nodes;
using Atelier.TestKit.Files;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Engine.Tests.Photos;

/// <summary>Pictures and answers lie on a disk that is really full: the kernel says so, at whatever write it does.</summary>
public sealed class FullDiskTests : KernelTests
{
    private const int Page = 4096;

    [Fact]
    [Trait("Requirement", "C-64")]
    [Trait("Requirement", "B-35")]
    public async Task Work_NoRoomForThePicturesOfAnAnswerThatIsThere_WaitsAndIsPaidOnce()
    {
        await using var disk = await MountAsync();
        var gate = new Gate();
        var wire = new TestWire("openai").Then(new WireAct { After = gate });
        var (node, blobs) = await StartAsync(disk, wire);
        var session = await UploadAsync(node);
        var id = await AcceptAsync(node, session);
        await gate.Reached;
        // The answer and its picture are three pages with their folder; the first file of a picture is one more.
        disk.Fill(leave: 4 * Page);
        gate.Open();
        await UntilAsync("EXISTS (SELECT FROM generations WHERE state = 'uploading' AND progress = 90)");
        await UntilAsync("EXISTS (SELECT FROM queue WHERE lease_until IS NULL)");

        disk.Free();
        var ended = await EndAsync(node, id);

        Assert.Equal("complete", ended.Row.State);
        Assert.Single(wire.Posts);
        await Books.AssertAsync(House, wire);
        await AssertSoundAsync(node, blobs);
        await AssertNothingLeftAsync(node, blobs, disk, session);
    }

    [Fact]
    [Trait("Requirement", "C-64")]
    public async Task Work_NoRoomForAnAnswer_IsNotSentUntilThereIs()
    {
        await using var disk = await MountAsync();
        var wire = new TestWire("openai");
        var (node, blobs) = await StartAsync(disk, wire);
        var session = await UploadAsync(node);
        disk.Fill();

        var id = await AcceptAsync(node, session);
        await UntilAskedAsync(blobs);

        Assert.Empty(wire.Posts);
        Assert.Empty(await AttemptsAsync(id));
        disk.Free();
        Assert.Equal("complete", (await EndAsync(node, id)).Row.State);
        Assert.Single(wire.Posts);
        await Books.AssertAsync(House, wire);
        await AssertNothingLeftAsync(node, blobs, disk, session);
    }

    [Fact]
    [Trait("Requirement", "B-08")]
    public async Task Upload_NoRoom_FailsAndLeavesNothing()
    {
        await using var disk = await MountAsync();
        var (node, blobs) = await StartAsync(disk, new TestWire("openai"));
        disk.Fill();

        var full = await Assert.ThrowsAsync<IOException>(() => UploadAsync(node));

        Assert.Contains("No space left", full.Message, StringComparison.Ordinal);
        Assert.False(await blobs.ProbeAsync(Cancel));
        Assert.Empty(disk.Files);
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM photo_sessions"));
        disk.Free();
        Assert.True(await blobs.ProbeAsync(Cancel));
        await UploadAsync(node);
        await AssertSoundAsync(node, blobs);
    }

    [Fact]
    [Trait("Requirement", "B-55")]
    public async Task KeepAndSweep_NoRoom_KeepWaitsAndTheSweepMakesRoom()
    {
        await using var disk = await MountAsync();
        var (node, blobs) = await StartAsync(disk, new TestWire("openai"));
        var (session, other) = (await UploadAsync(node), await UploadAsync(node));
        var id = await AcceptAsync(node, session);
        var made = await EndAsync(node, id);
        var image = made.Slots[0].Image!.Id;
        disk.Fill();
        var before = disk.Files.Order().ToList();

        await Assert.ThrowsAsync<IOException>(() => node.Get<PhotoLibrary>().KeepAsync(Account, image, Cancel));
        Assert.Equal(before, disk.Files.Order());

        await House.ExecuteAsync(
            "UPDATE photo_sessions SET active_at = active_at - interval '5 hours' WHERE id = @other",
            new { other }
        );
        var swept = await node.Get<PhotoSweeper>().RunOnceAsync(early: true, Cancel);
        Assert.Equal((1, 0), (swept!.Value.Sessions, swept.Value.Failed));
        Assert.Empty(await new PhotoChecker(House.Data, blobs).LeftOfAsync(other, [], Cancel));
        disk.Free();
        var kept = await node.Get<PhotoLibrary>().KeepAsync(Account, image, Cancel);

        Assert.Null(kept.SessionId);
        await AssertSoundAsync(node, blobs);
        await AssertNothingLeftAsync(node, blobs, disk, session);
    }

    [Fact]
    [Trait("Requirement", "B-55")]
    public async Task Keep_NoRoomForAllCopies_TheSweepTakesThoseThatWereMade()
    {
        await using var disk = await MountAsync();
        var (node, blobs) = await StartAsync(disk, new TestWire("openai"));
        var session = await UploadAsync(node);
        var made = await EndAsync(node, await AcceptAsync(node, session));
        var before = disk.Files.Count();
        disk.Fill(leave: 2 * Page);

        await Assert.ThrowsAsync<IOException>(() =>
            node.Get<PhotoLibrary>().KeepAsync(Account, made.Slots[0].Image!.Id, Cancel)
        );

        Assert.True(disk.Files.Count() > before, "No copy was made; the test proves nothing.");
        await AssertNothingLeftAsync(node, blobs, disk, session);
        Assert.DoesNotContain(disk.Files, file => file.Contains("/images/", StringComparison.Ordinal));
    }

    private static async Task<SmallDisk> MountAsync()
    {
        var (disk, reason) = await SmallDisk.MountAsync();
        Assert.SkipWhen(disk is null, reason);
        return disk!;
    }

    private async Task<(TestNode Node, CountedRoom Blobs)> StartAsync(SmallDisk disk, TestWire wire)
    {
        var blobs = new CountedRoom(new DiskBlobStore(disk.Folder, Guid.CreateVersion7()));
        var node = await StartAsync(
            new NodeSetup { Wires = [wire], Services = services => services.AddSingleton<IBlobStore>(blobs) },
            // More than a picture of the tests takes, and less than the disk has.
            work => work.LeastFreeBytes = 1024 * 1024
        );
        return (node, blobs);
    }

    private async Task<Guid> UploadAsync(TestNode node)
    {
        var keeper = node.Get<UploadKeeper>();
        var upload = await keeper.CheckAsync(await PhotoBytes.JpegAsync(), "image/jpeg", Cancel);
        return (await keeper.KeepAsync(_ => Task.FromResult(Account), null, upload, null, Cancel)).SessionId;
    }

    // A picture that belongs to the session, as if it had been restyled in it.
    private async Task<Guid> AcceptAsync(TestNode node, Guid session)
    {
        await PauseAsync("openai");
        var id = await node.AcceptAsync(Account, "a lighthouse");
        await House.ExecuteAsync("UPDATE generations SET session_id = @session WHERE id = @id", new { session, id });
        await ResumeAsync("openai");
        node.Get<ChangeHub>().RaiseAll();
        return id;
    }

    // The worker has looked for room, and more than once: whoever took work did so by then.
    private static async Task UntilAskedAsync(CountedRoom blobs)
    {
        var before = blobs.Asked;
        await blobs.UntilAskedAsync(before + 3).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    private async Task AssertSoundAsync(TestNode node, CountedRoom blobs)
    {
        // What a write that failed had made already.
        await House.MoveClockAsync(TimeSpan.FromMinutes(10));
        await node.Get<LeftoverSweeper>().RunOnceAsync(Cancel);
        Assert.Empty(await new PhotoChecker(House.Data, blobs).CheckAsync(Cancel));
    }

    private async Task AssertNothingLeftAsync(TestNode node, CountedRoom blobs, SmallDisk disk, Guid session)
    {
        await House.MoveClockAsync(TimeSpan.FromHours(5));
        await node.Get<PhotoSweeper>().RunOnceAsync(early: true, Cancel);
        Assert.Empty(await new PhotoChecker(House.Data, blobs).LeftOfAsync(session, [], Cancel));
        Assert.DoesNotContain(disk.Files, file => file.Contains($"{session}", StringComparison.Ordinal));
        Assert.DoesNotContain(disk.Files, file => file.Contains("/.tmp/", StringComparison.Ordinal));
    }

    private sealed class CountedRoom(IBlobStore inner) : PassingBlobs(inner)
    {
        private readonly Lock _lock = new();
        private (int At, TaskCompletionSource Done) _watch = (int.MaxValue, new());

        public int Asked { get; private set; }

        public override long? FreeBytes
        {
            get
            {
                lock (_lock)
                {
                    if (++Asked >= _watch.At)
                    {
                        _watch.Done.TrySetResult();
                    }
                }

                return base.FreeBytes;
            }
        }

        public Task UntilAskedAsync(int times)
        {
            lock (_lock)
            {
                _watch = (times, new(TaskCreationOptions.RunContinuationsAsynchronously));
                return _watch.Done.Task;
            }
        }
    }
}
