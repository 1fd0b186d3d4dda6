using System.Net;
using Atelier.Data.Blobs;
using Atelier.Data.Blobs.Buckets;
using Atelier.TestKit.Time;

namespace Atelier.Data.Tests.Blobs;

/// <summary>Answers that were paid for, while their bucket is away.</summary>
public sealed class BucketOutboxTests : IDisposable
{
    private static readonly byte[] Picture = [1, 2, 3, 4, 5];

    private readonly BlobFolder _folder = new();
    private readonly StubStore _stub = new();
    private readonly FakeTimeProvider _time = new();
    private readonly string _key = BlobKeys.OfSpool(Guid.CreateVersion7(), "answer");
    private readonly S3BlobStore _store;
    private volatile bool _away;
    private int _refused;

    public BucketOutboxTests()
    {
        _stub.First = (_, _) =>
        {
            if (!_away)
            {
                return Task.FromResult<HttpResponseMessage?>(null);
            }

            Interlocked.Increment(ref _refused);
            return Task.FromResult<HttpResponseMessage?>(
                StubStore.Answer(HttpStatusCode.Forbidden, "<Error><Code>AccessDenied</Code></Error>")
            );
        };
        _store = Open();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _stub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task PutAsync_BucketComesBack_WritesOnceAndIsThere()
    {
        _away = true;
        var written = 0;
        var putting = PutAsync(_store, () => written++);

        await RefusedAsync(6);
        Assert.False(putting.IsCompleted);
        Assert.Equal(Picture, await File.ReadAllBytesAsync(Kept(), Cancel));
        _away = false;
        await AdvanceUntilAsync(() => putting.IsCompleted);
        await putting;

        Assert.Equal(1, written);
        Assert.Equal(Picture, Assert.Single(_stub.Objects).Value);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task SendLeftAsync_AfterAKill_SendsWhatWasKept()
    {
        _away = true;
        var putting = PutAsync(_store);
        await RefusedAsync(1);
        // Of a process that is no more nobody hears anything.
        _store.Dispose();

        using var next = Open();
        await Assert.ThrowsAsync<BucketException>(() => next.SendLeftAsync(Cancel));
        Assert.Equal(Picture, await File.ReadAllBytesAsync(Kept(), Cancel));
        _away = false;
        await next.SendLeftAsync(Cancel);

        Assert.False(putting.IsCompleted);
        Assert.Equal(Picture, Assert.Single(_stub.Objects).Value);
        Assert.Empty(_folder.Files);
        await next.SendLeftAsync(Cancel);
    }

    [Fact]
    public async Task DeleteFolderAsync_WhileItIsKept_SendsNothingMore()
    {
        _away = true;
        var putting = PutAsync(_store);
        await RefusedAsync(1);

        await Assert.ThrowsAsync<BucketException>(() =>
            _store.DeleteFolderAsync(_key[.._key.LastIndexOf('/')], Cancel)
        );
        _away = false;
        await AdvanceUntilAsync(() => putting.IsCompleted);

        Assert.Empty(_stub.Objects);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task PutAsync_WriterFails_KeepsNothing()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => PutAsync(_store, () => throw new TimeoutException()));

        Assert.Empty(_stub.Asked);
        Assert.Empty(_folder.Files);
    }

    private Task PutAsync(S3BlobStore store, Action? then = null) =>
        store.PutAsync(
            _key,
            async (body, cancel) =>
            {
                await body.WriteAsync(Picture, cancel);
                then?.Invoke();
            },
            BlobFacts.Unnamed,
            Cancel
        );

    private string Kept() => _folder.At(Path.Combine("unsent", _key));

    private Task RefusedAsync(int times) => AdvanceUntilAsync(() => Volatile.Read(ref _refused) >= times);

    // Pauses are on our clock, what lies between them is not.
    private async Task AdvanceUntilAsync(Func<bool> done)
    {
        while (!done())
        {
            Cancel.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }

    private S3BlobStore Open() => new(Bucket(), _folder.Path, Guid.CreateVersion7(), _time, _stub);

    private static Bucket Bucket() => new(new Uri("https://store.example.com"), "auto", "pictures", "key", "secret");
}
