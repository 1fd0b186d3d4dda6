using Atelier.Data.Blobs;

namespace Atelier.Engine.Tests.Steps;

/// <summary>A place that takes long over files of one name, as one does that is away and tries again.</summary>
internal sealed class HangingBlobs(IBlobStore inner, string part) : IBlobStore
{
    private readonly TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the file is whole and would now be stored.</summary>
    public TaskCompletionSource Whole { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ComeBack() => _back.TrySetResult();

    public async Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    )
    {
        await HangAsync(key);
        await inner.PutAsync(key, bytes, facts, cancellationToken);
    }

    public Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) =>
        inner.PutAsync(
            key,
            async (stream, cancel) =>
            {
                await write(stream, cancel);
                await HangAsync(key);
            },
            facts,
            cancellationToken
        );

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        inner.OpenAsync(key, cancellationToken);

    public Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        inner.CopyAsync(from, to, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        inner.DeleteAsync(key, cancellationToken);

    public Task<bool> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    public IAsyncEnumerable<string> UntouchedFoldersAsync(
        string parent,
        int depth,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    ) => inner.UntouchedFoldersAsync(parent, depth, moment, cancellationToken);

    public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken) =>
        inner.DeleteFolderAsync(folder, cancellationToken);

    public Uri? Presign(string key, TimeSpan life, string? downloadName) => inner.Presign(key, life, downloadName);

    private async Task HangAsync(string key)
    {
        if (key.EndsWith(part, StringComparison.Ordinal))
        {
            Whole.TrySetResult();
            await _back.Task;
        }
    }
}
