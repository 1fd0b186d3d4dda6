using Atelier.Core.Errors;
using Atelier.Data.Photos;
using Atelier.Engine.Photos;
using Atelier.TestKit.Photos;
using Npgsql;

namespace Atelier.Engine.Tests.Photos;

/// <summary>The place of the files fails at each call there is, before and after it was done; rows and files must agree in the end.</summary>
public sealed class PhotoFaultTests : PhotoFaultKernel
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upload_EveryCallFails_LeavesNothingForLong(bool lies)
    {
        var calls = await CountAsync(() => UploadAsync());
        Assert.Equal(1, calls);
        for (var call = 1; call <= calls; call++)
        {
            Blobs.Arm(call, lies);
            await Assert.ThrowsAsync<IOException>(UploadAsync);
            Blobs.Arm(null);
            await SettleAsync();
        }

        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM photo_sessions"));
    }

    [Fact]
    public async Task Upload_RowFailsOrAccountIsClosed_LeavesNothingForLong()
    {
        var keeper = Node.Get<UploadKeeper>();
        var checkedUpload = await keeper.CheckAsync(await PhotoBytes.JpegAsync(), "image/jpeg", Cancel);
        await House.ExecuteAsync("ALTER TABLE photo_sessions RENAME TO away");
        try
        {
            await Assert.ThrowsAsync<PostgresException>(() =>
                keeper.KeepAsync(Owner, null, checkedUpload, null, Cancel)
            );
        }
        finally
        {
            await House.ExecuteAsync("ALTER TABLE away RENAME TO photo_sessions");
        }

        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Folder, "sessions")));
        await SettleAsync();
        await House.ExecuteAsync("UPDATE accounts SET closed_at = atelier.now() WHERE id = @Account", new { Account });
        var refused = await Assert.ThrowsAsync<AtelierException>(() =>
            keeper.KeepAsync(Owner, null, checkedUpload, null, Cancel)
        );

        Assert.Equal(ErrorCode.Unauthorized, refused.Code);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Folder, "sessions")));
        await SettleAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "B-55")]
    public async Task Sweep_EveryCallFails_GoesOnAtALaterOne(bool lies)
    {
        var calls = await CountAsync(async () =>
        {
            await MakeAsync();
            await House.MoveClockAsync(TimeSpan.FromHours(5));
            Blobs.Arm(null);
            await SweepAsync();
        });
        Assert.InRange(calls, 1, 4);
        for (var call = 1; call <= calls; call++)
        {
            var (session, generation, _) = await MakeAsync();
            var other = await UploadAsync();
            await House.MoveClockAsync(TimeSpan.FromHours(5));
            Blobs.Arm(call, lies);
            var broken = await SweepAsync();
            Blobs.Arm(null);
            // Back-off: not at once again.
            var early = await SweepAsync();
            await House.MoveClockAsync(TimeSpan.FromMinutes(31));
            var later = await SweepAsync();

            Assert.Equal((1, 1), (broken.Sessions, broken.Failed));
            Assert.Equal((0, 0), (early.Sessions, early.Failed));
            Assert.Equal((1, 0), (later.Sessions, later.Failed));
            var checker = new PhotoChecker(House.Data, Blobs);
            Assert.Empty(await checker.LeftOfAsync(session, [generation], Cancel));
            Assert.Empty(await checker.LeftOfAsync(other, [], Cancel));
            await SettleAsync();
        }
    }

    [Fact]
    [Trait("Requirement", "B-55")]
    public async Task Sweep_KilledAfterItsStart_IsTakenOverByTheNext()
    {
        var (session, generation, _) = await MakeAsync();
        await House.MoveClockAsync(TimeSpan.FromHours(5));
        var turns = Node.Get<PhotoSweepStore>();
        Assert.True(
            await turns.TakeAsync(
                Guid.CreateVersion7(),
                TimeSpan.FromMinutes(30),
                TimeSpan.FromMinutes(5),
                true,
                Cancel
            )
        );
        Assert.Equal(CleanStart.Started, await Node.Get<PhotoCleanStore>().StartAsync(session, null, true, Cancel));

        var during = await Node.Get<PhotoSweeper>().RunOnceAsync(early: true, Cancel);
        await House.MoveClockAsync(TimeSpan.FromMinutes(6));
        var after = await SweepAsync();

        Assert.Null(during);
        Assert.Equal(1, after.Sessions);
        Assert.Empty(await new PhotoChecker(House.Data, Blobs).LeftOfAsync(session, [generation], Cancel));
        await SettleAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keep_EveryCallFails_LosesNothing(bool lies)
    {
        var library = Node.Get<PhotoLibrary>();
        var calls = await CountAsync(async () =>
        {
            var made = await MakeAsync();
            Blobs.Arm(null);
            await library.KeepAsync(Account, made.Image, Cancel);
        });
        Assert.True(calls >= 3);
        for (var call = 1; call <= calls; call++)
        {
            var (session, _, image) = await MakeAsync();
            Blobs.Arm(call, lies);
            try
            {
                await library.KeepAsync(Account, image, Cancel);
            }
            catch (IOException)
            {
                // As the caller is told.
            }

            Blobs.Arm(null);
            var kept = await library.KeepAsync(Account, image, Cancel);
            Assert.Null(kept.SessionId);
            Assert.Equal(
                CleanStart.Started,
                (await Node.Get<PhotoCleaner>().CleanAsync(session, null, false, Cancel)).Start
            );
            await SettleAsync();
            Assert.False((await library.KeepAsync(Account, image, Cancel)).Deleted);
        }
    }

    [Fact]
    public async Task Keep_SessionGoesBetweenTwoCopies_SaysGoneAndLeavesNoCopy()
    {
        var (session, generation, image) = await MakeAsync();
        Blobs.Arm(2);
        Blobs.Meanwhile = async () =>
        {
            Blobs.Meanwhile = null;
            Blobs.Arm(null);
            await Node.Get<PhotoCleaner>().CleanAsync(session, null, dueOnly: false, Cancel);
        };

        var gone = await Assert.ThrowsAnyAsync<Exception>(() =>
            Node.Get<PhotoLibrary>().KeepAsync(Account, image, Cancel)
        );

        Assert.True(gone is AtelierException { Code: ErrorCode.Gone } or IOException, $"{gone}");
        Assert.Empty(await new PhotoChecker(House.Data, Blobs).LeftOfAsync(session, [generation], Cancel));
        await SettleAsync();
    }
}
