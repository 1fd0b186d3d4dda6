using Atelier.Data.Blobs;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Blobs;

/// <summary>What every place for files does alike, be it a folder or a bucket.</summary>
public abstract class BlobStoreContract : IAsyncLifetime
{
    private static readonly BlobFacts Png = new("image/png");

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected IBlobStore Blobs { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Blobs = await OpenStoreAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseStoreAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    [Trait("Requirement", "B-08")]
    [Trait("Requirement", "B-10")]
    [Trait("Requirement", "C-60")]
    public async Task PutAsync_NewKey_IsThereAndNothingElse()
    {
        var key = BlobKeys.OfImage(Guid.CreateVersion7(), Guid.CreateVersion7(), "original.png");

        await Blobs.PutAsync(key, Bytes(1, 100_000), Png, Cancel);

        Assert.Equal(Bytes(1, 100_000), await ReadAsync(key));
        Assert.Equal([key], await KeysAsync());
    }

    [Fact]
    public async Task PutAsync_EmptyOrReplaced_IsWhatWasPutLast()
    {
        await Blobs.PutAsync("a/empty", ReadOnlyMemory<byte>.Empty, Png, Cancel);
        await Blobs.PutAsync("a/b", Bytes(1, 5000), Png, Cancel);
        await Blobs.PutAsync("a/b", Bytes(2, 10), Png, Cancel);

        Assert.Empty((await ReadAsync("a/empty"))!);
        Assert.Equal(Bytes(2, 10), await ReadAsync("a/b"));
    }

    [Theory]
    [InlineData("a/with space + plus.png")]
    [InlineData("a/100% & more?x=1#y;z,=@!$'()*~.png")]
    [InlineData("a/Größe 写真 🎨.png")]
    [InlineData("a/%2e%2e/x")]
    public async Task AnyCall_OddKey_IsTakenAsItIs(string key)
    {
        await Blobs.PutAsync(key, Bytes(3, 30), Png, Cancel);
        await Blobs.CopyAsync(key, key + "2", Cancel);

        Assert.Equal(Bytes(3, 30), await ReadAsync(key));
        Assert.Equal([key, key + "2"], await KeysAsync());
        await Blobs.DeleteFolderAsync("a", Cancel);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task DeleteAsync_OneFile_LeavesItsNeighboursAndCanBeRepeated()
    {
        await Blobs.PutAsync("a/b/one", Bytes(1, 10), Png, Cancel);
        await Blobs.PutAsync("a/b/two", Bytes(2, 10), Png, Cancel);

        await Blobs.DeleteAsync("a/b/one", Cancel);
        await Blobs.DeleteAsync("a/b/one", Cancel);
        await Blobs.DeleteAsync("never/was", Cancel);

        Assert.Equal(["a/b/two"], await KeysAsync());
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/outside")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public async Task AnyCall_KeyThatLeadsOut_IsRefused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.PutAsync(key, Bytes(1, 1), Png, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.OpenAsync(key, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.DeleteFolderAsync(key, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.DeleteAsync(key, Cancel));

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task PutAsync_WriterFailsHalfWay_LeavesWhatWasThere()
    {
        await Blobs.PutAsync("a/old", Bytes(1, 10), Png, Cancel);
        foreach (var key in new[] { "a/old", "a/new" })
        {
            await Assert.ThrowsAsync<TimeoutException>(() =>
                Blobs.PutAsync(
                    key,
                    async (stream, cancel) =>
                    {
                        await stream.WriteAsync(Bytes(2, 300_000), cancel);
                        throw new TimeoutException();
                    },
                    Png,
                    Cancel
                )
            );
        }

        Assert.Equal(Bytes(1, 10), await ReadAsync("a/old"));
        Assert.Equal(["a/old"], await KeysAsync());
    }

    [Fact]
    public async Task PutAsync_CanceledBefore_LeavesNothing()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Blobs.PutAsync("a/b", Bytes(1, 10), Png, canceled.Token)
        );

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task PutAsync_ManyAtOnceUnderOneKey_OneOfThemIsThereWhole()
    {
        const int Length = 200_000;

        await Together.RunAsync(
            8,
            async index =>
            {
                await Blobs.PutAsync("a/b", Bytes((byte)(index + 1), Length), Png, Cancel);
                var seen = await ReadAsync("a/b");
                Assert.Equal(Length, seen!.Length);
                Assert.Single(seen.Distinct());
                return true;
            }
        );

        Assert.Equal(["a/b"], await KeysAsync());
    }

    [Fact]
    public async Task OpenAsync_Missing_IsNull()
    {
        Assert.Null(await Blobs.OpenAsync("no/such/file", Cancel));
        await Blobs.PutAsync("a/b", Bytes(1, 1), Png, Cancel);
        Assert.Null(await Blobs.OpenAsync("a/c", Cancel));
    }

    [Fact]
    public async Task OpenAsync_Stored_CanBeSoughtBackAndForth()
    {
        var bytes = Enumerable.Range(0, 400_000).Select(number => (byte)(number * 31 >> 3)).ToArray();
        await Blobs.PutAsync("a/b", bytes, Png, Cancel);

        await using var stream = await Blobs.OpenAsync("a/b", Cancel);

        Assert.Equal((bytes.Length, 0L), ((int)stream!.Length, stream.Position));
        foreach (var position in new[] { 0, 399_990, 5, 10, 200_000, 200_100, 399_999 })
        {
            stream.Seek(position, SeekOrigin.Begin);
            var part = new byte[Math.Min(100, bytes.Length - position)];
            await stream.ReadExactlyAsync(part, Cancel);
            Assert.Equal(bytes[position..(position + part.Length)], part);
        }

        Assert.Equal(0, await stream.ReadAsync(new byte[10], Cancel));
        stream.Position = 2;
        Assert.Equal(bytes[2], stream.ReadByte());
        stream.Position = bytes.Length + 10;
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task CopyAsync_Stored_IsThereTwice()
    {
        await Blobs.PutAsync("a/b", Bytes(4, 70_000), Png, Cancel);
        await Blobs.PutAsync("c/d", Bytes(1, 1), Png, Cancel);

        await Blobs.CopyAsync("a/b", "c/d", Cancel);

        Assert.Equal(Bytes(4, 70_000), await ReadAsync("a/b"));
        Assert.Equal(Bytes(4, 70_000), await ReadAsync("c/d"));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Blobs.CopyAsync("a/no", "c/d", Cancel));
        Assert.Equal(Bytes(4, 70_000), await ReadAsync("c/d"));
    }

    [Fact]
    [Trait("Requirement", "B-10")]
    public async Task DeleteFolderAsync_MoreThanAPage_TakesAllOfItAndNothingElse()
    {
        var session = $"sessions/{Guid.CreateVersion7()}";
        for (var index = 0; index < 23; index++)
        {
            await Blobs.PutAsync($"{session}/{index / 3}/output-{index}.png", Bytes(1, 1), Png, Cancel);
        }

        await Blobs.PutAsync($"{session}-other/x", Bytes(1, 1), Png, Cancel);

        await Blobs.DeleteFolderAsync(session, Cancel);
        await Blobs.DeleteFolderAsync(session, Cancel);

        Assert.Equal([$"{session}-other/x"], await KeysAsync());
    }

    [Fact]
    [Trait("Requirement", "B-10")]
    public async Task DeleteFolderAsync_ManyAtOnce_DoNotDisturbEachOther()
    {
        var session = $"sessions/{Guid.CreateVersion7()}";
        for (var index = 0; index < 15; index++)
        {
            await Blobs.PutAsync($"{session}/{index}", Bytes(1, 1), Png, Cancel);
        }

        await Together.RunAsync(
            4,
            async _ =>
            {
                await Blobs.DeleteFolderAsync(session, Cancel);
                return true;
            }
        );

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    [Trait("Requirement", "B-10")]
    public async Task DeleteFolderAsync_WhileFilesArrive_NeitherSideFails()
    {
        var image = $"images/{Guid.CreateVersion7()}/{Guid.CreateVersion7()}";

        await Together.RunAsync(
            4,
            async turn =>
            {
                for (var index = 0; index < (turn % 2 == 0 ? 60 : 20); index++)
                {
                    await (
                        turn % 2 == 0
                            ? Blobs.PutAsync($"{image}/{turn}-{index}", Bytes(1, 1), Png, Cancel)
                            : Blobs.DeleteFolderAsync(image, Cancel)
                    );
                    await Task.Yield();
                }

                return true;
            }
        );

        await Blobs.DeleteFolderAsync(image, Cancel);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task UntouchedFoldersAsync_FoldersOfThisDepth_AreThoseWithoutAYoungFile()
    {
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var images = Enumerable.Range(0, 12).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var (index, image) in images.Index())
        {
            await Blobs.PutAsync(BlobKeys.OfImage(index < 6 ? one : two, image, "a.png"), Bytes(1, 1), Png, Cancel);
            await Blobs.PutAsync(BlobKeys.OfImage(index < 6 ? one : two, image, "b.png"), Bytes(1, 1), Png, Cancel);
        }

        await Blobs.PutAsync($"sessions/{one}/input.png", Bytes(1, 1), Png, Cancel);
        await Blobs.PutAsync($"sessions/{one}/{two}/output.png", Bytes(1, 1), Png, Cancel);
        await Blobs.PutAsync("images/not-ours/x/a.png", Bytes(1, 1), Png, Cancel);

        // The store's clock may be another's by a little.
        var later = TimeProvider.System.GetUtcNow().AddMinutes(5);
        Assert.Empty(await FoldersAsync("images", 2, later.AddMinutes(-10)));
        Assert.Equal(
            images.Select((image, index) => BlobKeys.FolderOfImage(index < 6 ? one : two, image)).Order(),
            (await FoldersAsync("images", 2, later)).Order()
        );
        Assert.Equal([$"sessions/{one}"], await FoldersAsync("sessions", 1, later));
        Assert.Equal([$"sessions/{one}/{two}"], await FoldersAsync("sessions", 2, later));
        Assert.Empty(await FoldersAsync("spool", 1, later));
    }

    [Fact]
    public async Task ProbeAsync_ManyAtOnce_AllFindItWorkingAndLeaveNoFile()
    {
        var works = await Together.RunAsync(10, _ => Task.Run(() => Blobs.ProbeAsync(Cancel), Cancel));

        Assert.All(works, Assert.True);
        Assert.DoesNotContain(await KeysAsync(), key => !key.StartsWith("probes/", StringComparison.Ordinal));
    }

    /// <summary>A store that holds nothing yet.</summary>
    protected abstract Task<IBlobStore> OpenStoreAsync();

    protected abstract Task CloseStoreAsync();

    /// <summary>What lies in the place itself, sorted, files on their way too.</summary>
    protected abstract Task<IReadOnlyList<string>> KeysAsync();

    protected static byte[] Bytes(byte value, int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    protected async Task<byte[]?> ReadAsync(string key)
    {
        await using var stream = await Blobs.OpenAsync(key, Cancel);
        return stream is null ? null : await RestAsync(stream);
    }

    private static async Task<byte[]> RestAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }

    private async Task<IReadOnlyList<string>> FoldersAsync(string parent, int depth, DateTimeOffset moment) =>
        await Blobs.UntouchedFoldersAsync(parent, depth, moment, Cancel).ToListAsync(Cancel);
}
