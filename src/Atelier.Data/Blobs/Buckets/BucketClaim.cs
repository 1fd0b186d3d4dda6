using System.Text;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>
/// Gives a bucket that is nobody's yet to one database of several, at stores that cannot write on a condition: each leaves a claim
/// first and looks for others' then, so of two at least one sees the other. Who is alone writes its id; of several the lowest id
/// waits until it is alone, and the others give up. Of one database's nodes the first to claim decides, and the others wait for it.
/// </summary>
internal sealed class BucketClaim(S3BlobStore bucket, TimeProvider time)
{
    /// <summary>Says whose the bucket is.</summary>
    public const string FileName = "folder-id";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Whoever gives up does so within a call or two.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // By the bucket's clock, against our own claim: a node that was killed in between. One that lives has given up long before.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary>The id in the bucket; null when it is nobody's.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var stream = await bucket.OpenAsync(FileName, cancellationToken);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(cancellationToken)).Trim();
    }

    /// <summary>Takes the bucket for a database, if it is still nobody's.</summary>
    /// <param name="id">The database's, as its nodes agreed.</param>
    /// <returns>Whose it is now.</returns>
    /// <exception cref="InvalidOperationException">Another database is about to take it.</exception>
    public async Task<string> TakeAsync(string id, CancellationToken cancellationToken)
    {
        // One for each node: what one of them takes back must not be another's.
        var mine = $"{BlobKeys.Claims}/{id}/{Guid.CreateVersion7()}";
        var start = time.GetTimestamp();
        await bucket.PutAsync(mine, Encoding.ASCII.GetBytes(id), BlobFacts.Unnamed, cancellationToken);
        try
        {
            while (true)
            {
                var (rivals, elders) = await OthersAsync(id, mine, cancellationToken);
                var late = time.GetElapsedTime(start) > Patience;
                if (rivals.Count == 0 && (elders == 0 || late))
                {
                    // Who was alone before us has left its id before it took its claim back.
                    return await ReadAsync(cancellationToken) ?? await WriteAsync(id, cancellationToken);
                }

                if (late || (elders == 0 && rivals.Exists(rival => string.CompareOrdinal(rival, mine) < 0)))
                {
                    return await ReadAsync(cancellationToken) ?? throw Contested(rivals);
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        finally
        {
            await bucket.DeleteAsync(mine, CancellationToken.None);
        }
    }

    private async Task<string> WriteAsync(string id, CancellationToken cancellationToken)
    {
        await bucket.PutAsync(FileName, Encoding.ASCII.GetBytes(id), BlobFacts.Unnamed, cancellationToken);
        return await ReadAsync(cancellationToken) ?? "";
    }

    private async Task<(List<string> Rivals, int Elders)> OthersAsync(
        string id,
        string mine,
        CancellationToken cancellationToken
    )
    {
        var claims = new List<(string Key, DateTimeOffset Written)>();
        await foreach (var claim in bucket.FilesAsync(BlobKeys.Claims, cancellationToken))
        {
            claims.Add(claim);
        }

        var own = claims.Find(claim => claim.Key == mine).Written;
        var others = claims
            .Where(claim => own - claim.Written < Abandoned)
            .Select(claim => claim.Key)
            .ToLookup(key => key.StartsWith($"{BlobKeys.Claims}/{id}/", StringComparison.Ordinal));
        return ([.. others[false]], others[true].Count(key => string.CompareOrdinal(key, mine) < 0));
    }

    private InvalidOperationException Contested(List<string> rivals) =>
        new(
            $"Another database is taking the bucket {bucket.Bucket} at this moment ({string.Join(", ", rivals)}): use another bucket "
                + "or another ATELIER_S3_PREFIX for one of both. If there is no other, start again in ten minutes."
        );
}
