using System.Runtime.CompilerServices;
using System.Text;
using Amazon.S3.Model;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>What lies in a bucket, by whole keys, page by page.</summary>
internal sealed class BucketListing(BucketCalls calls, Bucket bucket)
{
    /// <summary>All objects below a folder, in the order of their keys.</summary>
    public async IAsyncEnumerable<S3Object> ObjectsAsync(
        string folder,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? after = null;
        bool more;
        do
        {
            var page = await PageAsync(folder, after, cancellationToken);
            CheckOrder(page.S3Objects ?? [], after);
            foreach (var found in page.S3Objects ?? [])
            {
                yield return found;
                after = found.Key;
            }

            more = page is { IsTruncated: true, S3Objects.Count: > 0 };
        } while (more);
    }

    /// <summary>Folders so many levels below another, named by ids, of which nothing is younger than <paramref name="moment"/>.</summary>
    public async IAsyncEnumerable<string> FoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Keys come in order, so all of a folder come together.
        string? folder = null;
        var newest = DateTimeOffset.MinValue;
        await foreach (var found in ObjectsAsync(parent, cancellationToken))
        {
            var (next, written) = (FolderOf(found.Key, parent, depth), Written(found));
            if (next == folder)
            {
                newest = written > newest ? written : newest;
                continue;
            }

            if (folder is not null && newest < moment)
            {
                yield return folder;
            }

            (folder, newest) = (next, written);
        }

        if (folder is not null && newest < moment)
        {
            yield return folder;
        }
    }

    /// <summary>The objects after a key. By that and not by a token: pages stay true while what they list is deleted.</summary>
    public async Task<ListObjectsV2Response> PageAsync(
        string folder,
        string? after,
        CancellationToken cancellationToken
    )
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket.Name,
            Prefix = folder + "/",
            StartAfter = after,
        };
        return await calls.RunAsync(
                (client, cancel) => client.ListObjectsV2Async(request, cancel),
                BucketCalls.Patience,
                cancellationToken
            ) ?? throw calls.Problem(BucketProblem.Failed, "cannot be listed");
    }

    /// <summary>Deletes an object; nothing happens when there is none.</summary>
    public async Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        await calls.RunAsync(
            (client, cancel) => client.DeleteObjectAsync(bucket.Name, key, cancel),
            BucketCalls.Patience,
            cancellationToken
        );

    // Where keys come in another order, a page's last is no place to go on from, and a folder's files do not come together.
    private void CheckOrder(List<S3Object> page, string? after)
    {
        foreach (var found in page)
        {
            if (
                after is not null
                && Encoding.UTF8.GetBytes(after).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(found.Key)) >= 0
            )
            {
                throw calls.Problem(BucketProblem.Failed, "does not list in the order of keys");
            }

            after = found.Key;
        }
    }

    /// <summary>When it was written; what does not say so is young.</summary>
    public static DateTimeOffset Written(S3Object found) =>
        found.LastModified is { } written ? new DateTimeOffset(written.ToUniversalTime()) : DateTimeOffset.MaxValue;

    // Only names that we gave: what else lies there is not ours to touch.
    private static string? FolderOf(string key, string parent, int depth)
    {
        var parts = key[(parent.Length + 1)..].Split('/');
        return parts.Length > depth && parts.Take(depth).All(part => Guid.TryParseExact(part, "D", out _))
            ? $"{parent}/{string.Join('/', parts.Take(depth))}"
            : null;
    }
}
