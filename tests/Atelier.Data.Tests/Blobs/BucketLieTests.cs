using System.Net;
using System.Net.Sockets;
using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.TestKit.Time;

namespace Atelier.Data.Tests.Blobs;

/// <summary>Stores that lie, hang and break off.</summary>
public sealed class BucketLieTests : IDisposable
{
    private static readonly Bucket Place = new(
        new Uri("https://store.example.com"),
        "auto",
        "pictures",
        "the-key-id",
        "the-secret-key"
    );

    private readonly BlobFolder _folder = new();
    private readonly StubStore _stub = new();
    private readonly FakeTimeProvider _time = new();
    private readonly S3BlobStore _store;

    public BucketLieTests() => _store = Open(Place);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _stub.Dispose();
        Assert.Empty(_folder.Files);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PutAsync_StoredOtherThanSent_IsNoticedAndNothingStays(bool stream)
    {
        // As one that keeps the frames of signed chunks as part of the file.
        _stub.Keep = bytes => [.. bytes, 13, 10];

        var error = await Assert.ThrowsAsync<BucketException>(() => PutAsync(stream));

        Assert.Equal(BucketProblem.Corrupt, error.Problem);
        Assert.Empty(_stub.Objects);
    }

    [Fact]
    public async Task PutAsync_CutAsTheConnectionWasMade_IsSentAgain()
    {
        var cuts = 2;
        _stub.First = (_, _) => cuts-- > 0 ? throw Cut() : Task.FromResult<HttpResponseMessage?>(null);

        await PutAsync(stream: false);

        Assert.Single(_stub.Objects);
    }

    [Fact]
    public async Task OpenAsync_EveryConnectionIsCut_IsAStoreThatIsAway()
    {
        _stub.First = (_, _) => throw Cut();

        var error = await Assert.ThrowsAsync<BucketException>(() =>
            _store.OpenAsync("images/a/b/original.png", Cancel)
        );

        Assert.Equal(BucketProblem.Unreachable, error.Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PutAsync_CameAfterANewerFile_IsSentAgain(bool stream)
    {
        // As Swift answers whoever was overtaken on the way: accepted, without a tag, and the newer file stays.
        var first = true;
        _stub.First = (request, _) =>
        {
            if (request.Method != HttpMethod.Put || !first)
            {
                return Task.FromResult<HttpResponseMessage?>(null);
            }

            first = false;
            _stub.Objects[request.RequestUri!.AbsolutePath] = [1, 2, 3];
            return Task.FromResult<HttpResponseMessage?>(StubStore.Answer(HttpStatusCode.Accepted, ""));
        };

        await PutAsync(stream);

        Assert.Equal(["PUT", "GET", "PUT"], _stub.Asked);
        Assert.Equal(Numbers(1000), Assert.Single(_stub.Objects).Value);
    }

    [Fact]
    public async Task PutAsync_SaysYesAndStoresNothing_IsNoticed()
    {
        _stub.Keep = _ => null;
        _stub.Tag = _ => "\"yes\"";

        var error = await Assert.ThrowsAsync<BucketException>(() => PutAsync(false));

        Assert.Equal(BucketProblem.Corrupt, error.Problem);
    }

    [Fact]
    public async Task PutAsync_TagThatIsNoHash_IsReadBackAndTaken()
    {
        _stub.Tag = bytes => $"\"encrypted-{bytes.Length}\"";

        await PutAsync(true);

        Assert.Equal(["PUT", "GET"], _stub.Asked);
        Assert.Equal(Numbers(1000), Assert.Single(_stub.Objects).Value);
    }

    [Fact]
    public async Task PutAsync_HonestStore_IsAskedOnceWithTheHash()
    {
        string? hash = null;
        _stub.First = (request, _) =>
        {
            hash = Convert.ToHexStringLower(request.Content!.Headers.ContentMD5!);
            Assert.False(request.Headers.TransferEncodingChunked ?? false);
            Assert.Equal(64, request.Headers.GetValues("X-Amz-Content-SHA256").Single().Length);
            return Task.FromResult<HttpResponseMessage?>(null);
        };

        await PutAsync(false);

        Assert.Equal(["PUT"], _stub.Asked);
        Assert.Equal(StubStore.Md5(Numbers(1000)).Trim('"'), hash);
    }

    [Fact]
    public async Task OpenAsync_NotFoundOfSomebodyElse_IsNoWordAboutTheFile()
    {
        _stub.First = (_, _) =>
            Task.FromResult<HttpResponseMessage?>(
                StubStore.Answer(HttpStatusCode.NotFound, "<html>nothing here</html>", "text/html")
            );

        var error = await Assert.ThrowsAsync<BucketException>(() => _store.OpenAsync("a/b", Cancel));

        Assert.Equal(BucketProblem.Failed, error.Problem);
        Assert.DoesNotContain("nothing here", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ConnectionBreaks_GoesOnWhereItWas()
    {
        await PutAsync(false);
        _stub.Asked.Clear();
        _stub.Breaks.Enqueue(300);
        _stub.Breaks.Enqueue(50);

        await using var stream = await _store.OpenAsync("a/b", Cancel);
        var bytes = new byte[1000];
        await stream!.ReadExactlyAsync(bytes, Cancel);

        Assert.Equal(Numbers(1000), bytes);
        Assert.Equal(["GET", "GET bytes=300-999", "GET bytes=350-999"], _stub.Asked);
    }

    [Fact]
    public async Task OpenAsync_BreaksAgainAndAgain_GivesUp()
    {
        await PutAsync(false);
        for (var index = 0; index < 3; index++)
        {
            _stub.Breaks.Enqueue(0);
        }

        await using var stream = await _store.OpenAsync("a/b", Cancel);

        await Assert.ThrowsAsync<BucketException>(() => stream!.ReadAsync(new byte[10], Cancel).AsTask());
    }

    [Fact]
    public async Task OpenAsync_ReplacedWhileItIsRead_IsNotMixed()
    {
        await PutAsync(false);
        _stub.Breaks.Enqueue(300);
        await using var stream = await _store.OpenAsync("a/b", Cancel);
        _stub.Objects[_stub.Objects.Keys.Single()] = new byte[1000];

        await Assert.ThrowsAsync<BucketException>(() => stream!.ReadExactlyAsync(new byte[1000], Cancel).AsTask());
    }

    [Fact]
    public async Task OpenAsync_BreaksAndHasNoTag_IsNotGoneOnWith()
    {
        await PutAsync(false);
        _stub.Tag = _ => "";
        _stub.Breaks.Enqueue(300);
        await using var stream = await _store.OpenAsync("a/b", Cancel);

        await Assert.ThrowsAsync<BucketException>(() => stream!.ReadExactlyAsync(new byte[1000], Cancel).AsTask());
    }

    [Fact]
    public async Task CopyAsync_CopyIsAnotherFile_IsNoticed()
    {
        await PutAsync(false);
        _stub.Copy = bytes => bytes[1..];

        var error = await Assert.ThrowsAsync<BucketException>(() => _store.CopyAsync("a/b", "c/d", Cancel));

        Assert.Equal(BucketProblem.Corrupt, error.Problem);
    }

    [Fact]
    public async Task CopyAsync_TagsOfTheirOwn_AreReadAndTaken()
    {
        await PutAsync(false);
        var tags = 0;
        _stub.Tag = _ => $"\"encrypted-{++tags}\"";

        await _store.CopyAsync("a/b", "c/d", Cancel);

        Assert.Equal(["PUT", "HEAD", "PUT", "HEAD", "GET", "GET"], _stub.Asked);
        _stub.Copy = bytes => [.. bytes.Reverse()];
        await Assert.ThrowsAsync<BucketException>(() => _store.CopyAsync("a/b", "c/d", Cancel));
    }

    [Fact]
    public async Task ProbeAsync_GivesBackSomethingElse_IsFalse()
    {
        Assert.True(await _store.ProbeAsync(Cancel));

        _stub.Keep = bytes => new byte[bytes.Length];
        _stub.Tag = _ => StubStore.Md5(_stub.Sent!);

        Assert.False(await _store.ProbeAsync(Cancel));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-59, true)]
    [InlineData(61, false)]
    [InlineData(-61, false)]
    [InlineData(null, false)]
    public async Task UntouchedFoldersAsync_AnotherTimeThanOurs_NothingIsNamed(int? minutes, bool named)
    {
        var image = BlobKeys.FolderOfImage(Guid.CreateVersion7(), Guid.CreateVersion7());
        _stub.Listed.Add($"{image}/original.png");
        _stub.Written = minutes is { } ahead ? _time.GetUtcNow().AddMinutes(ahead) : null;

        var folders = _store.UntouchedFoldersAsync("images", 2, _time.GetUtcNow(), Cancel).ToListAsync(Cancel);

        if (named)
        {
            Assert.Equal([image], await folders);
        }
        else
        {
            await Assert.ThrowsAsync<BucketException>(() => folders.AsTask());
        }

        Assert.Empty(_stub.Objects);
    }

    [Fact]
    public async Task UntouchedFoldersAsync_KeysInDisorder_NothingIsNamed()
    {
        _stub.Written = _time.GetUtcNow();
        var keys = Enumerable
            .Range(0, 3)
            .Select(_ => BlobKeys.OfImage(Guid.CreateVersion7(), Guid.CreateVersion7(), "a.png"))
            .Order(StringComparer.Ordinal)
            .ToList();
        _stub.Listed.AddRange([keys[0], keys[2], keys[1]]);

        await Assert.ThrowsAsync<BucketException>(() =>
            _store.UntouchedFoldersAsync("images", 2, _time.GetUtcNow(), Cancel).FirstAsync(Cancel).AsTask()
        );
        await Assert.ThrowsAsync<BucketException>(() => _store.DeleteFolderAsync("images", Cancel));
    }

    [Fact]
    public async Task OpenAsync_OnlyTheEnd_FetchesOnlyThat()
    {
        using var store = Open(Place with { PresignedReads = true });
        await store.PutAsync("a/b", Numbers(500_000), BlobFacts.Unnamed, Cancel);
        _stub.Asked.Clear();

        await using (await store.OpenAsync("a/b", Cancel))
        {
            Assert.Equal(["HEAD"], _stub.Asked);
        }

        await using var stream = await store.OpenAsync("a/b", Cancel);
        stream!.Position = stream.Length - 10;
        await stream.ReadExactlyAsync(new byte[10], Cancel);

        Assert.Equal(["HEAD", "HEAD", "GET bytes=499990-499999"], _stub.Asked);
    }

    [Fact]
    public async Task AnyCall_NoAnswer_EndsInTime()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.First = async (_, cancel) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            return null;
        };

        var reading = _store.OpenAsync("a/b", Cancel);
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(21));

        var error = await Assert.ThrowsAsync<BucketException>(() => reading);
        Assert.Equal(BucketProblem.Unreachable, error.Problem);
        Assert.Contains("in time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAsync_CanceledWhileItIsSent_IsCanceledAndNotBroken()
    {
        using var canceled = new CancellationTokenSource();
        _stub.First = async (_, cancel) =>
        {
            await canceled.CancelAsync();
            cancel.ThrowIfCancellationRequested();
            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _store.PutAsync("a/b", Numbers(10), BlobFacts.Unnamed, canceled.Token)
        );

        Assert.Empty(_stub.Objects);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("spool/a/answer")]
    public async Task PutAsync_CanceledWhenItIsWhole_IsStored(string key)
    {
        using var canceled = new CancellationTokenSource();

        await _store.PutAsync(
            key,
            async (body, cancel) =>
            {
                await body.WriteAsync(Numbers(1000), cancel);
                await canceled.CancelAsync();
            },
            BlobFacts.Unnamed,
            canceled.Token
        );

        Assert.Equal(Numbers(1000), Assert.Single(_stub.Objects).Value);
    }

    private static byte[] Numbers(int length) =>
        [.. Enumerable.Range(0, length).Select(number => (byte)(number % 251))];

    private S3BlobStore Open(Bucket bucket) => new(bucket, _folder.Path, Guid.CreateVersion7(), _time, _stub);

    private Task PutAsync(bool stream) =>
        stream
            ? _store.PutAsync(
                "a/b",
                (body, cancel) => body.WriteAsync(Numbers(1000), cancel).AsTask(),
                BlobFacts.Unnamed,
                Cancel
            )
            : _store.PutAsync("a/b", Numbers(1000), BlobFacts.Unnamed, Cancel);

    // As .NET says it of a connection that was cut before it was looked at.
    private static SocketException Cut() => new((int)SocketError.NotConnected);
}
