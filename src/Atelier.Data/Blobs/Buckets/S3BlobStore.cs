using System.Net;
using System.Runtime.InteropServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>
/// Blobs in a bucket. An object is there whole or not at all by itself; what is to be sent in one piece is first gathered in a file.
/// </summary>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    // Deletions at once: not every store can delete many in one call.
    private const int Deletions = 8;

    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(5);

    private readonly Bucket _bucket;
    private readonly string _folder;
    private readonly string _probe;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly AmazonS3Client _client;
    private readonly BucketCalls _calls;
    private readonly BucketUpload _upload;
    private readonly BucketListing _listing;

    /// <param name="folder">Of this node alone, for what is about to be sent; made when it is missing.</param>
    /// <param name="nodeId">Keeps the probes of nodes apart.</param>
    public S3BlobStore(Bucket bucket, string folder, Guid nodeId, TimeProvider time)
        : this(bucket, folder, nodeId, time, BucketClient.Handler()) { }

    internal S3BlobStore(Bucket bucket, string folder, Guid nodeId, TimeProvider time, HttpMessageHandler handler)
    {
        (_bucket, _folder, _time) = (bucket, folder, time);
        _probe = $"probes/{nodeId}";
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client = BucketClient.Create(bucket, _http);
        _calls = new BucketCalls(_client, bucket, time);
        _upload = new BucketUpload(_calls, bucket, time);
        _listing = new BucketListing(_calls, bucket);
        Directory.CreateDirectory(folder);
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
        await using var body = new FileStream(
            Path.Combine(_folder, Guid.CreateVersion7().ToString("N")),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            0,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );
        await write(body, cancellationToken);
        await _upload.PutAsync(name, body, facts, cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        var name = KeyOf(key);
        if (_bucket.PresignedReads && await HeadAsync(name, cancellationToken) is { } head)
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

    public async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        var (source, target) = (KeyOf(from), KeyOf(to));
        _ =
            await _calls.RunAsync(
                (client, cancel) => client.CopyObjectAsync(_bucket.Name, source, _bucket.Name, target, cancel),
                BucketCalls.Patience,
                cancellationToken
            ) ?? throw new FileNotFoundException($"There is no {from} to copy.");
    }

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

    public IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    ) =>
        _listing
            .FoldersAsync(KeyOf(parent), depth, moment, cancellationToken)
            .Select(folder => folder[_bucket.Prefix.Length..]);

    public async Task DeleteFolderAsync(string folder, CancellationToken cancellationToken)
    {
        var order = new ParallelOptions { MaxDegreeOfParallelism = Deletions, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            _listing.ObjectsAsync(KeyOf(folder), cancellationToken),
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
        _client.Dispose();
        _http.Dispose();
    }

    private string KeyOf(string key) =>
        key.Split('/').All(part => part is not ("" or "." or "..") && !part.Any(char.IsControl))
            ? _bucket.Prefix + key
            : throw new ArgumentException($"'{key}' is no key of a blob.", nameof(key));

    private BucketStream Stream(string key, long length, string tag, GetObjectResponse? response) =>
        new(length, response, (from, cancel) => ReadFromAsync(key, from, length, tag, cancel), _calls.Describe, _time);

    private async Task<GetObjectResponse> ReadFromAsync(
        string key,
        long from,
        long length,
        string tag,
        CancellationToken cancellationToken
    )
    {
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

    private Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellationToken) =>
        _calls.RunAsync(
            async (client, cancel) =>
            {
                try
                {
                    return await client.GetObjectMetadataAsync(_bucket.Name, key, cancel);
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
                {
                    // It may be the bucket that is missing: the reading, which has a body, tells.
                    return null!;
                }
            },
            BucketCalls.Patience,
            cancellationToken
        );

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        await PutAsync(_probe, new byte[] { 1 }, BlobFacts.Unnamed, cancellationToken);
        await using var found = await OpenAsync(_probe, cancellationToken);
        if (found?.Length != 1)
        {
            throw _calls.Problem(BucketProblem.Failed, "does not give back what was put there");
        }
    }
}
