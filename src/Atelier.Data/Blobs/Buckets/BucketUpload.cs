using System.Globalization;
using System.Security.Cryptography;
using Amazon.S3.Model;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>Sends files, and makes sure that what lies in the bucket is what was sent.</summary>
internal sealed class BucketUpload(BucketCalls calls, Bucket bucket, TimeProvider time)
{
    // Beyond the time of any call; slower lines are as good as none.
    private const double LeastBytesASecond = 128 * 1024;

    // Others that write under the same key at the same time: a store may then say that ours came too late, or show theirs.
    private const int Tries = 4;

    /// <param name="body">Seekable; it is read from its beginning, and again where a call is repeated.</param>
    /// <exception cref="BucketException">It is not there, or was not stored as it is; then nothing is left of it.</exception>
    public async Task PutAsync(string key, Stream body, BlobFacts facts, CancellationToken cancellationToken)
    {
        body.Position = 0;
        // Every store compares with MD5, and none with anything better.
#pragma warning disable CA5351
        var hash = await MD5.HashDataAsync(body, cancellationToken);
#pragma warning restore CA5351
        var patience = BucketCalls.Patience + TimeSpan.FromSeconds(body.Length / LeastBytesASecond);
        for (var attempt = 1; ; attempt++)
        {
            var put = await calls.RunAsync(
                (client, cancel) => client.PutObjectAsync(Request(key, body, hash, facts), cancel),
                patience,
                cancellationToken
            );
            // Mostly the tag is the hash of what arrived. Where it is not, as with some encryption, only reading tells.
            if (
                string.Equals(put?.ETag?.Trim('"'), Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase)
                || await IsThereAsync(key, body.Length, hash, put?.ETag, patience, cancellationToken)
            )
            {
                return;
            }

            if (attempt == Tries)
            {
                throw calls.Problem(BucketProblem.Corrupt, "does not hold what was sent to it");
            }
        }
    }

    private PutObjectRequest Request(string key, Stream body, byte[] hash, BlobFacts facts)
    {
        body.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = bucket.Name,
            Key = key,
            InputStream = body,
            AutoCloseStream = false,
            // Signed as a whole: few stores understand Amazon's signed chunks, and some keep them as they come.
            UseChunkEncoding = false,
            MD5Digest = Convert.ToBase64String(hash),
            ContentType = facts.ContentType,
        };
        foreach (var (name, value) in facts.Metadata)
        {
            request.Metadata[name] = value;
        }

        if (!facts.Metadata.ContainsKey(BlobFacts.UploadedAt))
        {
            request.Metadata[BlobFacts.UploadedAt] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        }

        return request;
    }

    /// <returns>False where another's file lies there: it may have been written meanwhile.</returns>
    /// <exception cref="BucketException">What was sent was stored as something else; it is deleted.</exception>
    private async Task<bool> IsThereAsync(
        string key,
        long length,
        byte[] hash,
        string? tag,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var stored = await calls.RunAsync(
            async (client, cancel) =>
            {
                using var answer = await client.GetObjectAsync(bucket.Name, key, cancel);
#pragma warning disable CA5351
                var found = await MD5.HashDataAsync(answer.ResponseStream, cancel);
#pragma warning restore CA5351
                return Tuple.Create(answer.ContentLength == length && found.AsSpan().SequenceEqual(hash), answer.ETag);
            },
            patience,
            cancellationToken
        );
        if (stored is { Item1: true })
        {
            return true;
        }

        // Another's is not ours to delete.
        if (stored is null || stored.Item2 != tag)
        {
            return false;
        }

        await calls.RunAsync(
            (client, cancel) => client.DeleteObjectAsync(bucket.Name, key, cancel),
            BucketCalls.Patience,
            CancellationToken.None
        );
        throw calls.Problem(BucketProblem.Corrupt, "does not hold what was sent to it");
    }
}
