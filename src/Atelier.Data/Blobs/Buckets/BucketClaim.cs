using System.Text;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>
/// Gives a bucket that is nobody's yet to one database of several, at stores that cannot write on a condition: each leaves a claim
/// first and looks for others' then, so of two at least one sees the other. Who is alone writes its id; of several the lowest id
/// waits until it is alone, and the others give up. Of one database's nodes the first to claim decides, and the others wait for it.
/// A busy Swift may list what was there a moment ago: whose the bucket is counts only once two looks with a pause between agree.
/// </summary>
internal sealed class BucketClaim(S3BlobStore bucket, TimeProvider time)
{
    /// <summary>Says whose the bucket is.</summary>
    public const string FileName = "folder-id";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // Whoever gives up does so within a call or two, and whoever is alone then writes at once.
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

    /// <summary>The id in the bucket, once it stays the same: of two that both saw nobody the last to write has it.</summary>
    /// <param name="id">What was read or written last.</param>
    public async Task<string?> SettledAsync(string? id, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Pause, time, cancellationToken);
            var next = await ReadAsync(cancellationToken);
            if (next == id)
            {
                return id;
            }

            id = next;
        }
    }

    /// <summary>Takes the bucket for a database, if it is still nobody's.</summary>
    /// <param name="id">The database's, as its nodes agreed.</param>
    /// <returns>Whose it is now.</returns>
    /// <exception cref="InvalidOperationException">Another database is about to take it.</exception>
    public async Task<string> TakeAsync(string id, CancellationToken cancellationToken)
    {
        // One for each node: what one of them takes back must not be another's.
        var mine = $"{BlobKeys.Claims}/{id}/{Guid.CreateVersion7()}";
        List<string> rivals;
        var start = time.GetTimestamp();
        await bucket.PutAsync(mine, Encoding.ASCII.GetBytes(id), BlobFacts.Unnamed, cancellationToken);
        try
        {
            while (true)
            {
                (rivals, var elders) = await OthersAsync(id, mine, cancellationToken);
                var late = time.GetElapsedTime(start) > Patience;
                if (rivals.Count == 0 && (elders == 0 || late))
                {
                    // Who was alone before us has left its id before it took its claim back.
                    var found = await ReadAsync(cancellationToken) ?? await WriteAsync(id, cancellationToken);
                    return await SettledAsync(found, cancellationToken) ?? "";
                }

                if (late || (elders == 0 && rivals.Exists(rival => string.CompareOrdinal(rival, mine) < 0)))
                {
                    break;
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        finally
        {
            await bucket.DeleteAsync(mine, CancellationToken.None);
        }

        return await OutcomeAsync(start, cancellationToken) ?? throw Contested(rivals);
    }

    // Who gave up still hears who has it: also another node of its own database, that saw nobody.
    private async Task<string?> OutcomeAsync(long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ReadAsync(cancellationToken) is { } id)
            {
                return await SettledAsync(id, cancellationToken);
            }

            if (time.GetElapsedTime(start) > Patience)
            {
                return null;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<string> WriteAsync(string id, CancellationToken cancellationToken)
    {
        await bucket.PutAsync(FileName, Encoding.ASCII.GetBytes(id), BlobFacts.Unnamed, cancellationToken);
        return id;
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
