using Atelier.Core.Errors;
using Atelier.Core.Text;
using Atelier.Data.Photos;
using Atelier.Engine.Photos;
using Atelier.Engine.Sweeping;
using Atelier.TestKit.Photos;
using Npgsql;

namespace Atelier.Engine.Tests.Photos;

/// <summary>Uploads that nobody can own, whose key is taken, or whose caller hangs up.</summary>
public sealed class UploadFaultTests : PhotoFaultKernel
{
    [Fact]
    public async Task Upload_NobodyCanOwnIt_LeavesNoFile()
    {
        var keeper = Node.Get<UploadKeeper>();
        var upload = await keeper.CheckAsync(await PhotoBytes.JpegAsync(), "image/jpeg", Cancel);

        await Assert.ThrowsAsync<AtelierException>(() =>
            keeper.KeepAsync(
                _ => throw new AtelierException(ErrorCode.RateLimited, "Too many."),
                null,
                upload,
                null,
                Cancel
            )
        );

        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Folder, "sessions")));
    }

    [Fact]
    public async Task Upload_CallerHangsUpOnceTheFileIsThere_IsASession()
    {
        using var line = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var keeper = Node.Get<UploadKeeper>();
        var upload = await keeper.CheckAsync(await PhotoBytes.JpegAsync(), "image/jpeg", Cancel);

        var kept = await keeper.KeepAsync(
            async _ =>
            {
                await line.CancelAsync();
                return Account;
            },
            null,
            upload,
            null,
            line.Token
        );

        Assert.NotNull(await Node.Get<PhotoSessionStore>().FindAsync(Account, kept.SessionId, Cancel));
        await SettleAsync();
    }

    [Fact]
    public async Task Upload_KeyIsTakenMeanwhileAndTheSecondFileCannotBeDeleted_IsToldTheFirst()
    {
        var (keeper, upload, named) = await KeyedAsync("taken");
        var first = await keeper.KeepAsync(Owner, null, upload, named, Cancel);
        // The file is put, then deleted.
        Blobs.Arm(2);

        var second = await keeper.KeepAsync(Owner, null, upload, named, Cancel);

        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Equal(2, Blobs.Calls);
        Blobs.Arm(null);
        Assert.Equal(2, Directory.EnumerateDirectories(Path.Combine(Folder, "sessions")).Count());
        await House.MoveClockAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await Node.Get<LeftoverSweeper>().RunOnceAsync(Cancel));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Folder, "sessions")));
        await SettleAsync();
    }

    [Fact]
    public async Task Upload_SessionThatHasTheKeyIsOverBeforeItIsFound_OpensItsOwn()
    {
        var (keeper, upload, named) = await KeyedAsync("over");
        await using var connection = await House.OpenHolderAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        // Not seen until it is committed, and too old then to stand for its key.
        await using var other = new NpgsqlCommand(
            """
            INSERT INTO photo_sessions (id, account_id, idle, upload_key, fingerprint, created_at)
            VALUES ($1, $2, interval '100 hours', 'over', '\x01', atelier.now() - interval '25 hours')
            """,
            connection,
            transaction
        );
        var session = SessionId.Create();
        other.Parameters.Add(new() { Value = session });
        other.Parameters.Add(new() { Value = Account });
        await other.ExecuteNonQueryAsync(Cancel);

        var keeping = keeper.KeepAsync(Owner, null, upload, named, Cancel);
        await UntilOneWaitsAsync(keeping);
        await transaction.CommitAsync(Cancel);
        var kept = await keeping;

        Assert.NotEqual(session, kept.SessionId);
        Assert.NotNull(await Node.Get<PhotoSessionStore>().FindAsync(Account, kept.SessionId, Cancel));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Folder, "sessions")));
        Assert.Equal(kept.SessionId, (await keeper.FindAsync(Account, named, Cancel))!.SessionId);
    }

    [Fact]
    public async Task Upload_KeyOfASessionWhosePictureWasDeleted_OpensAnother()
    {
        var (keeper, upload, named) = await KeyedAsync("picture");
        var first = await keeper.KeepAsync(Owner, null, upload, named, Cancel);
        await House.ExecuteAsync(
            "UPDATE images SET deleted_at = atelier.now() WHERE id = @ImageId",
            new { first.ImageId }
        );

        var second = await keeper.KeepAsync(Owner, null, upload, named, Cancel);

        Assert.NotEqual(first.SessionId, second.SessionId);
    }

    [Fact]
    public async Task Upload_NobodyCanOwnItAndTheFileCannotBeDeleted_SaysWhyAndDeletesItLater()
    {
        var (keeper, upload, _) = await KeyedAsync("nobody");
        Blobs.Arm(2);

        var refused = await Assert.ThrowsAsync<AtelierException>(() =>
            keeper.KeepAsync(
                _ => throw new AtelierException(ErrorCode.RateLimited, "Too many."),
                null,
                upload,
                null,
                Cancel
            )
        );

        Assert.Equal(ErrorCode.RateLimited, refused.Code);
        Blobs.Arm(null);
        await House.MoveClockAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(1, await Node.Get<LeftoverSweeper>().RunOnceAsync(Cancel));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(Folder, "sessions")));
    }
}
