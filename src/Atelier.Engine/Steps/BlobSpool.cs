using System.Text;
using Atelier.Data.Blobs;
using Atelier.Providers.Answers;

namespace Atelier.Engine.Steps;

/// <summary>The spool of one attempt, beside the pictures, where every node can read it.</summary>
internal sealed class BlobSpool(IBlobStore blobs, Guid attemptId) : AnswerSpool
{
    // Written before the first byte goes out: where it is missing, nothing was sent.
    private const string Sending = "sending";

    // Written before the database hears of the task: should it be down, the name is not lost.
    private const string Task = "task";

    /// <summary>Whether a part could not be kept, which is no fault of whoever sent it.</summary>
    public bool Broke { get; private set; }

    public override async Task WriteAsync(
        string part,
        Func<Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    )
    {
        // What fails within is told apart by the stream: a wire that breaks is no fault of the spool.
        var within = false;
        try
        {
            await blobs.PutAsync(
                BlobKeys.OfSpool(attemptId, part),
                async (stream, cancel) =>
                {
                    within = true;
                    await write(new SpoolStream(stream, () => Broke = true), cancel);
                    within = false;
                },
                BlobFacts.Unnamed,
                cancellationToken
            );
        }
        catch (Exception exception) when (!within && exception is not OperationCanceledException)
        {
            Broke = true;
            throw;
        }
    }

    public override Task<Stream?> OpenAsync(string part, CancellationToken cancellationToken) =>
        blobs.OpenAsync(BlobKeys.OfSpool(attemptId, part), cancellationToken);

    /// <summary>Whether the whole answer is there.</summary>
    public Task<bool> HasAnswerAsync(CancellationToken cancellationToken) => HasAsync(Answer, cancellationToken);

    /// <summary>Makes the answer of what is there of it, if any is; says whether there is an answer now.</summary>
    public async Task<bool> TakePartAsync(CancellationToken cancellationToken)
    {
        await using var part = await OpenAsync(Partial, cancellationToken);
        if (part is null)
        {
            return false;
        }

        await WriteAsync(Answer, part.CopyToAsync, cancellationToken);
        return true;
    }

    public Task NoteSendingAsync(CancellationToken cancellationToken) =>
        PutAsync(Sending, ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <summary>Nothing was sent after all.</summary>
    public async Task TakeBackSendingAsync()
    {
        try
        {
            await blobs.DeleteFolderAsync(BlobKeys.FolderOfSpool(attemptId), CancellationToken.None);
        }
        catch (IOException)
        {
            // Then it stays unknown for the others, which is safe.
        }
    }

    /// <summary>Whether anything may have been sent.</summary>
    public Task<bool> WasSendingAsync(CancellationToken cancellationToken) => HasAsync(Sending, cancellationToken);

    public Task NoteTaskAsync(string taskId, CancellationToken cancellationToken) =>
        PutAsync(Task, Encoding.UTF8.GetBytes(taskId), cancellationToken);

    /// <summary>The task's name that was noted, or that an answer which names its pictures is; null when there is neither.</summary>
    public async Task<string?> ReadTaskAsync(CancellationToken cancellationToken)
    {
        await using var note = await OpenAsync(Task, cancellationToken);
        if (note is null)
        {
            return await HasAsync(Response, cancellationToken) ? $"{attemptId}" : null;
        }

        using var reader = new StreamReader(note);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    private async Task<bool> HasAsync(string part, CancellationToken cancellationToken)
    {
        await using var kept = await OpenAsync(part, cancellationToken);
        return kept is not null;
    }

    private Task PutAsync(string part, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        blobs.PutAsync(BlobKeys.OfSpool(attemptId, part), bytes, BlobFacts.Unnamed, cancellationToken);
}
