using Atelier.Data.Blobs;
using Atelier.TestKit.Files;

namespace Atelier.TestKit.Photos;

/// <summary>A place for files that is away at one call, before or after it was done; all calls are counted.</summary>
public sealed class FaultyBlobs(IBlobStore inner) : PassingBlobs(inner)
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

    public override Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => RunAsync(() => base.PutAsync(key, bytes, facts, cancellationToken));

    public override Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) => RunAsync(() => base.PutAsync(key, write, facts, cancellationToken));

    public override async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        Stream? stream = null;
        await RunAsync(async () => stream = await base.OpenAsync(key, cancellationToken));
        return stream;
    }

    public override Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        RunAsync(() => base.CopyAsync(from, to, cancellationToken));

    public override Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(() => base.DeleteAsync(key, cancellationToken));

    public override Task DeleteFolderAsync(string folder, CancellationToken cancellationToken) =>
        RunAsync(() => base.DeleteFolderAsync(folder, cancellationToken));

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
