using Atelier.Data.Blobs;
using Atelier.TestKit.Files;

namespace Atelier.Engine.Tests.Steps;

/// <summary>A place that takes long over files of one name, as one does that is away and tries again.</summary>
internal sealed class HangingBlobs(IBlobStore inner, string part) : PassingBlobs(inner)
{
    private readonly TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the file is whole and would now be stored.</summary>
    public TaskCompletionSource Whole { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ComeBack() => _back.TrySetResult();

    public override async Task PutAsync(
        string key,
        ReadOnlyMemory<byte> bytes,
        BlobFacts facts,
        CancellationToken cancellationToken
    )
    {
        await HangAsync(key);
        await base.PutAsync(key, bytes, facts, cancellationToken);
    }

    public override Task PutAsync(
        string key,
        Func<Stream, CancellationToken, Task> write,
        BlobFacts facts,
        CancellationToken cancellationToken
    ) =>
        base.PutAsync(
            key,
            async (stream, cancel) =>
            {
                await write(stream, cancel);
                await HangAsync(key);
            },
            facts,
            cancellationToken
        );

    private async Task HangAsync(string key)
    {
        if (key.EndsWith(part, StringComparison.Ordinal))
        {
            Whole.TrySetResult();
            await _back.Task;
        }
    }
}
