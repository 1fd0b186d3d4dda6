using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Atelier.Core.Connections;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>
/// Blobs in a bucket. An object is there whole or not at all by itself; what is to be sent in one piece is first gathered in a file,
/// and what was paid for is kept in it until the bucket has it.
/// </summary>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    // Deletions at once: not every store can delete many in one call.
    private const int Deletions = 8;

    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MostClockDifference = TimeSpan.FromHours(1);

    private readonly Bucket _bucket;
    private readonly string _folder;
    private readonly string _probe;
    private readonly byte[] _mark = RandomNumberGenerator.GetBytes(16);
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly AmazonS3Client _client;
    private readonly BucketCalls _calls;
    private readonly BucketUpload _upload;
    private readonly BucketListing _listing;
    private readonly BucketOutbox _outbox;
    private readonly BucketCopy _copy;

    /// <param name="folder">Of this node alone, for what is about to be sent; made when it is missing.</param>
    /// <param name="nodeId">Keeps the probes of nodes apart.</param>
    public S3BlobStore(Bucket bucket, string folder, Guid nodeId, TimeProvider time)
        : this(bucket, folder, nodeId, time, BucketClient.Handler()) { }

    internal S3BlobStore(Bucket bucket, string folder, Guid nodeId, TimeProvider time, HttpMessageHandler handler)
    {
        (_bucket, _folder, _time) = (bucket, folder, time);
        _probe = $"probes/{nodeId}";
        _http = new HttpClient(new CutConnectionHandler(handler)) { Timeout = Timeout.InfiniteTimeSpan };
        _client = BucketClient.Create(bucket, _http);
        _calls = new BucketCalls(_client, bucket, time);
        _upload = new BucketUpload(_calls, bucket, time);
        _listing = new BucketListing(_calls, bucket);
        _copy = new BucketCopy(_calls, bucket);
        _outbox = new BucketOutbox(
            Path.Combine(folder, "unsent"),
            nodeId,
            (key, body, cancel) => _upload.PutAsync(KeyOf(key), body, BlobFacts.Unnamed, cancel),
            time
        );
        // The node is only now starting, so these were left when it was killed.
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.Delete(file);
        }
    }

    /// <summary>Where it is.</summary>
    public Bucket Bucket => _bucket;

    /// <summary>Makes sure that the bucket is there and that the key may list, write, read and delete.</summary>
    /// <exception cref="BucketException">One sentence about what is wrong.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await _listing.PageAsync(KeyOf(BlobKeys.Spool), null, cancellationToken);
        await TryAsync(cancellationToken);
        await _listing.DeleteAsync(KeyOf(_probe), cancellationToken);
    }

    /// <summary>Sends the answers that a killed node left on its disk; nothing works before that.</summary>
    /// <exception cref="BucketException">They could not be sent, and stay.</exception>
    public Task SendLeftAsync(CancellationToken cancellationToken) => _outbox.SendLeftAsync(cancellationToken);

    public async Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    )
    {
        var array = MemoryMarshal.TryGetArray(bytes, out var segment)
            ? segment
            : new ArraySegment<byte>(bytes.ToArray());
        using var body = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        await _upload.PutAsync(KeyOf(key), body, facts, cancellationToken);
    }

    public async Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    )
    {
        var name = KeyOf(key);
        if (BucketOutbox.Takes(key))
        {
            await _outbox.PutAsync(key, write, cancellationToken);
            return;
        }

        await using var body = new FileStream(
            Path.Combine(_folder, Guid.CreateVersion7().ToString("N")),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            0,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        await write(body, cancellationToken);
        // As on a disk: what is whole is stored. The call has its own time limit.
        await _upload.PutAsync(name, body, facts, CancellationToken.None);
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var name = KeyOf(key);
        if (_bucket.PresignedReads && await _calls.HeadAsync(name, cancellationToken) is { ETag.Length: > 0 } head)
        {
            // Most who ask are sent to the bucket, and nothing is read here.
            return Stream(name, head.ContentLength, head.ETag, null);
        }

        var response = await _calls.RunAsync(
            (client, cancel) => client.GetObjectAsync(_bucket.Name, name, cancel),
            BucketCalls.Patience,
            cancellationToken
        );
        return response is null ? null : Stream(name, response.ContentLength, response.ETag, response);
    }

    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        _copy.CopyAsync(from, KeyOf(from), KeyOf(to), cancellationToken);

    // Answers are on the node's own disk before they are in the bucket.
    public long? FreeBytes => FreeSpace.Of(_folder);

    public async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var deadline = new CancellationTokenSource(ProbePatience, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            await TryAsync(both.Token);
            return true;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    public async IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await CheckClockAsync(cancellationToken);
        await foreach (var folder in _listing.FoldersAsync(KeyOf(parent), depth, moment, cancellationToken))
        {
            yield return folder[_bucket.Prefix.Length..];
        }
    }

    /// <summary>All files below a folder, and when they were written by the bucket's clock.</summary>
    internal async IAsyncEnumerable<(string Key, DateTimeOffset Written)> FilesAsync(
        string folder,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var found in _listing.ObjectsAsync(KeyOf(folder), cancellationToken))
        {
            yield return (found.Key[_bucket.Prefix.Length..], BucketListing.Written(found));
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        _listing.DeleteAsync(KeyOf(key), cancellationToken);

    public async Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var name = KeyOf(folder);
        if (BucketOutbox.Takes(folder))
        {
            await _outbox.DeleteFolderAsync(folder, cancellationToken);
        }

        var order = new ParallelOptions { MaxDegreeOfParallelism = Deletions, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            _listing.ObjectsAsync(name, cancellationToken),
            order,
            async (found, cancel) => await _listing.DeleteAsync(found.Key, cancel)
        );
    }

    public Uri? Presign(string key, TimeSpan life, string? downloadName)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = _bucket.Name,
            Key = KeyOf(key),
            Verb = HttpVerb.GET,
            Protocol = _bucket.Endpoint.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
            // The client rounds up; the address may live shorter than asked for, but not longer.
            Expires = (_time.GetUtcNow() + life).UtcDateTime.AddSeconds(-1),
        };
        if (downloadName is not null)
        {
            request.ResponseHeaderOverrides.ContentDisposition = $"inline; filename=\"{downloadName}\"";
        }

        return new Uri(_client.GetPreSignedURL(request));
    }

    public void Dispose()
    {
        _outbox.Close();
        _client.Dispose();
        _http.Dispose();
    }

    private string KeyOf(string key) =>
        key.Split('/').All(part => part is not ("" or "." or "..") && !part.Any(char.IsControl))
            ? _bucket.Prefix + key
            : throw new ArgumentException($"'{key}' is no key of a blob.", nameof(key));

    private BucketStream Stream(string key, long length, string? tag, GetObjectResponse? response) =>
        new(length, response, (from, cancel) => ReadFromAsync(key, from, length, tag, cancel), _calls.Describe, _time);

    private async Task<GetObjectResponse> ReadFromAsync(
        string key,
        long from,
        long length,
        string? tag,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(tag))
        {
            throw _calls.Problem(BucketProblem.Failed, "does not say which object it is reading from");
        }

        var request = new GetObjectRequest { BucketName = _bucket.Name, Key = key };
        request.ByteRange = new ByteRange(from, length - 1);
        // Of the same object or not at all: halves of two would be a picture that nobody made.
        request.EtagToMatch = tag;
        var response = await _calls.RunAsync(
            (client, cancel) => client.GetObjectAsync(request, cancel),
            BucketCalls.Patience,
            cancellationToken
        );
        if (response?.ContentLength == length - from)
        {
            return response;
        }

        response?.Dispose();
        throw _calls.Problem(BucketProblem.Failed, "no longer holds what is being read");
    }

    // The bucket's clock says how old a file is, and ours how old it must be.
    private async Task CheckClockAsync(CancellationToken cancellationToken)
    {
        var name = $"{_probe}-{Guid.CreateVersion7():N}";
        await PutAsync(name, _mark, BlobFacts.Unnamed, cancellationToken);
        var head = await _calls.HeadAsync(KeyOf(name), cancellationToken);
        await _listing.DeleteAsync(KeyOf(name), cancellationToken);
        if (
            head?.LastModified is not { } written
            || (_time.GetUtcNow() - new DateTimeOffset(written.ToUniversalTime())).Duration() > MostClockDifference
        )
        {
            throw _calls.Problem(BucketProblem.Failed, "has another time than this node; nothing is swept");
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        // Probes of one node at the same time write the same.
        await PutAsync(_probe, _mark, BlobFacts.Unnamed, cancellationToken);
        await using var found = await OpenAsync(_probe, cancellationToken);
        var bytes = new byte[_mark.Length];
        if (found?.Length != bytes.Length)
        {
            throw _calls.Problem(BucketProblem.Failed, "does not give back what was put there");
        }

        await found.ReadExactlyAsync(bytes, cancellationToken);
        if (!bytes.AsSpan().SequenceEqual(_mark))
        {
            throw _calls.Problem(BucketProblem.Failed, "does not give back what was put there");
        }
    }
}
