using Atelier.Data.Blobs;

namespace Atelier.TestKit.Photos;

/// <summary>A place for files that is away at one call, before or after it was done; all calls are counted.</summary>
public sealed class FaultyBlobs(IBlobStore inner) : IBlobStore
{
    private int _calls;

    /// <summary>Calls so far that write, copy, delete or read.</summary>
    public int Calls => _calls;

    /// <summary>Which call from now on fails, from 1; null for none.</summary>
    public int? FailAt { get; private set; }

    /// <summary>Whether that call is done all the same, so that only its answer is lost.</summary>
    public bool Lies { get; private set; }

    /// <summary>What happens when that call comes, beside its failing.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>Counts from here.</summary>
    public void Arm(int? failAt, bool lies = false)
    {
        _calls = 0;
        (FailAt, Lies) = (failAt, lies);
    }

    public Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => RunAsync(() => inner.PutAsync(key, bytes, facts, cancellationToken));

    public Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => RunAsync(() => inner.PutAsync(key, write, facts, cancellationToken));

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        Stream? stream = null;
        await RunAsync(async () => stream = await inner.OpenAsync(key, cancellationToken));
        return stream;
    }

    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        RunAsync(() => inner.CopyAsync(from, to, cancellationToken));

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(() => inner.DeleteAsync(key, cancellationToken));

    public Task<bool> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    ) => inner.UntouchedFoldersAsync(parent, depth, moment, cancellationToken);

    public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken) =>
        RunAsync(() => inner.DeleteFolderAsync(folder, cancellationToken));

    public Uri? Presign(string key, TimeSpan life, string? downloadName) => inner.Presign(key, life, downloadName);

    private async Task RunAsync(Func<Task> call)
    {
        var fails = Interlocked.Increment(ref _calls) == FailAt;
        if (fails && Meanwhile is { } meanwhile)
        {
            await meanwhile();
        }

        if (!fails || Lies)
        {
            await call();
        }

        if (fails && Meanwhile is null)
        {
            throw new IOException("The disk is away.");
        }
    }
}
