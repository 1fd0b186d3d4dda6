using System.Security.Cryptography;
using Amazon.S3.Model;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>Copies within a bucket, and makes sure that the copy is what the original is: the original may go next.</summary>
internal sealed class BucketCopy(BucketCalls calls, Bucket bucket)
{
    // A copy takes the store as long as it takes; a reading of one needs more than a word about it.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromMinutes(5);

    /// <exception cref="FileNotFoundException">There is nothing to copy.</exception>
    /// <exception cref="BucketException">It could not be copied, or the copy is another file.</exception>
    public async Task CopyAsync(string name, string from, string to, CancellationToken cancellationToken)
    {
        var source = await calls.HeadAsync(from, cancellationToken);
        _ =
            await calls.RunAsync(
                (client, cancel) => client.CopyObjectAsync(bucket.Name, from, bucket.Name, to, cancel),
                BucketCalls.Patience,
                cancellationToken
            ) ?? throw new FileNotFoundException($"There is no {name} to copy.");
        var copy = await calls.HeadAsync(to, cancellationToken);
        if (!IsSame(source, copy) && !await ReadsSameAsync(from, to, cancellationToken))
        {
            throw calls.Problem(BucketProblem.Corrupt, "made a copy that is another file");
        }
    }

    private static bool IsSame(GetObjectMetadataResponse? source, GetObjectMetadataResponse? copy) =>
        source is { ETag.Length: > 0 } && source.ETag == copy?.ETag && source.ContentLength == copy.ContentLength;

    // Where each object has a tag of its own, as with some encryption, only reading tells.
    private async Task<bool> ReadsSameAsync(string from, string to, CancellationToken cancellationToken) =>
        await HashAsync(from, cancellationToken) is { } source
        && await HashAsync(to, cancellationToken) is { } copy
        && source.AsSpan().SequenceEqual(copy);

    private Task<byte[]?> HashAsync(string key, CancellationToken cancellationToken) =>
        calls.RunAsync(
            async (client, cancel) =>
            {
                using var answer = await client.GetObjectAsync(bucket.Name, key, cancel);
                return await SHA256.HashDataAsync(answer.ResponseStream, cancel);
            },
            ReadPatience,
            cancellationToken
        );
}
