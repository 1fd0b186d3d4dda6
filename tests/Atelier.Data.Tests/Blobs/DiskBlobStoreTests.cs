using Atelier.Data.Blobs;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Blobs;

public sealed class DiskBlobStoreTests : IDisposable
{
    private readonly BlobFolder _folder = new();
    private readonly Guid _node = Guid.CreateVersion7();
    private readonly DiskBlobStore _blobs;

    public DiskBlobStoreTests() => _blobs = new DiskBlobStore(_folder.At("blobs"), _node);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_FolderIsNotMountedAnyMore_SaysNothingAboutTheFile()
    {
        await _blobs.PutAsync("spool/one/answer", Bytes(1, 10), BlobFacts.Unnamed, Cancel);
        Directory.Move(_folder.At("blobs"), _folder.At("elsewhere"));

        await Assert.ThrowsAsync<IOException>(() => _blobs.OpenAsync("spool/one/answer", Cancel));

        Directory.Move(_folder.At("elsewhere"), _folder.At("blobs"));
        await using var found = await _blobs.OpenAsync("spool/one/answer", Cancel);
        Assert.NotNull(found);
        Assert.Null(await _blobs.OpenAsync("spool/two/answer", Cancel));
    }

    [Fact]
    public async Task PutAsync_WhileOthersRead_NobodySeesAHalf()
    {
        const int Length = 300_000;
        await _blobs.PutAsync("a/b", Bytes(0, Length), BlobFacts.Unnamed, Cancel);

        await Together.RunAsync(
            6,
            async index =>
            {
                await Task.Yield();
                for (var round = 0; round < 30; round++)
                {
                    if (index < 2)
                    {
                        await _blobs.PutAsync(
                            "a/b",
                            Bytes((byte)((round * 2) + index), Length),
                            BlobFacts.Unnamed,
                            Cancel
                        );
                        continue;
                    }

                    var bytes = await ReadAsync("a/b");
                    Assert.Equal(Length, bytes!.Length);
                    Assert.Single(bytes.Distinct());
                }

                return true;
            }
        );

        Assert.Equal(["blobs/a/b"], _folder.Files);
    }

    [Fact]
    public async Task PutAsync_ReplacedWhileOpen_TheReaderKeepsTheOldVersion()
    {
        await _blobs.PutAsync("a/b", Bytes(1, 200_000), BlobFacts.Unnamed, Cancel);
        await using var open = await _blobs.OpenAsync("a/b", Cancel);
        Assert.Equal(1, open!.ReadByte());

        await _blobs.PutAsync("a/b", Bytes(2, 200_000), BlobFacts.Unnamed, Cancel);

        using var rest = new MemoryStream();
        await open.CopyToAsync(rest, Cancel);
        Assert.Equal(Bytes(1, 199_999), rest.ToArray());
    }

    [Fact]
    public async Task PutAsync_CanceledHalfWay_IsThereWholeOrNotAtAll()
    {
        var bytes = Bytes(1, 32 << 20);
        for (var round = 0; round < 5; round++)
        {
            using var canceled = new CancellationTokenSource();
            var writing = Task.Run(
                () => _blobs.PutAsync($"a/{round}", bytes, BlobFacts.Unnamed, canceled.Token),
                Cancel
            );
            // The temporary file shows that the write has begun.
            while (
                !writing.IsCompleted
                && !_folder.Files.Any(file => file.StartsWith("blobs/.tmp", StringComparison.Ordinal))
            )
            {
                await Task.Yield();
            }

            await canceled.CancelAsync();
            await writing.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);

            Assert.Equal(
                writing.IsCompletedSuccessfully ? bytes.Length : 0,
                (await ReadAsync($"a/{round}"))?.Length ?? 0
            );
            Assert.DoesNotContain(_folder.Files, file => file.StartsWith("blobs/.tmp", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task PutAsync_DestinationIsAFolder_FailsAndLeavesNothing()
    {
        await _blobs.PutAsync("a/b/c", Bytes(1, 10), BlobFacts.Unnamed, Cancel);

        await Assert.ThrowsAnyAsync<IOException>(() => _blobs.PutAsync("a/b", Bytes(2, 10), BlobFacts.Unnamed, Cancel));

        Assert.Equal(["blobs/a/b/c"], _folder.Files);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("../blobs-of-others/x")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData(".tmp/x")]
    [InlineData("a/../.tmp/x")]
    public async Task AnyCall_KeyThatLeadsOut_IsRefused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _blobs.PutAsync(key, Bytes(1, 1), BlobFacts.Unnamed, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => _blobs.OpenAsync(key, Cancel));

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task PutAsync_FolderGivenWithASlash_Works()
    {
        var blobs = new DiskBlobStore(_folder.At("slash") + "/", _node);

        await blobs.PutAsync("a/b", Bytes(1, 10), BlobFacts.Unnamed, Cancel);

        Assert.Equal(["slash/a/b"], _folder.Files);
    }

    [Fact]
    public async Task Constructor_LeftoversOfAKilledNode_RemovesOnlyItsOwn()
    {
        var other = Guid.CreateVersion7();
        _ = new DiskBlobStore(_folder.At("blobs"), other);
        await _blobs.PutAsync("a/b", Bytes(1, 10), BlobFacts.Unnamed, Cancel);
        await File.WriteAllBytesAsync(_folder.At($"blobs/.tmp/{_node}/half"), Bytes(1, 5), Cancel);
        await File.WriteAllBytesAsync(_folder.At($"blobs/.tmp/{other}/being-written"), Bytes(1, 5), Cancel);

        _ = new DiskBlobStore(_folder.At("blobs"), _node);

        Assert.Equal([$"blobs/.tmp/{other}/being-written", "blobs/a/b"], _folder.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Delete_ItsFolderIsGone_IsNoFailure()
    {
        Assert.Null(Record.Exception(() => _blobs.Delete("images/one/original.png")));

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task ProbeAsync_TwentyAtOnce_AllFindItWorking()
    {
        var works = await Together.RunAsync(20, _ => Task.Run(() => _blobs.ProbeAsync(Cancel), Cancel));

        Assert.All(works, Assert.True);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task ProbeAsync_FolderGone_SaysNo()
    {
        Directory.Delete(_folder.At("blobs"), recursive: true);

        Assert.False(await _blobs.ProbeAsync(Cancel));
    }

    private static byte[] Bytes(byte value, int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    private async Task<byte[]?> ReadAsync(string key)
    {
        await using var stream = await _blobs.OpenAsync(key, Cancel);
        if (stream is null)
        {
            return null;
        }

        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }
}
