using Atelier.Data.Attempts;
using Atelier.Engine.Changes;
using Atelier.Engine.Public;
using Atelier.Providers;
using Atelier.Providers.Failures;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Callbacks;

/// <summary>Takes what providers call back with: a hint to look, and the name of a task whose answer was lost.</summary>
public sealed partial class CallbackReceiver(
    ProviderRegistry providers,
    PublicAddresses addresses,
    FactStore facts,
    ChangePublisher changes,
    ILogger<CallbackReceiver> logger
)
{
    /// <summary>Looks at a callback.</summary>
    /// <returns>False when the address is not one of ours; then nothing was done.</returns>
    public async Task<bool> ReceiveAsync(
        string provider,
        Guid attemptId,
        string token,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        if (!addresses.IsCallback(provider, attemptId, token) || providers.Find(provider) is not IRemoteProvider caller)
        {
            return false;
        }

        if (caller.ReadCallback(body.Span) is { } task)
        {
            await BindAsync(provider, caller, attemptId, task, cancellationToken);
        }

        await facts.WakeAsync(attemptId, cancellationToken);
        changes.Publish(ChangeWord.FollowUp);
        return true;
    }

    /// <summary>Gives an attempt without a task this one, once the provider has confirmed to us that it exists.</summary>
    private async Task BindAsync(
        string provider,
        IRemoteProvider caller,
        Guid attemptId,
        string task,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (
                await facts.LacksTaskAsync(attemptId, cancellationToken)
                && await caller.HasTaskAsync(task, cancellationToken)
                && await facts.NoteTaskAsync(attemptId, task, null, cancellationToken)
            )
            {
                LogBound(provider, attemptId, task);
            }
        }
        catch (ProviderException exception)
        {
            LogNotAsked(provider, attemptId, exception.Kind);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Provider} called back: attempt {AttemptId} is its task {TaskId}")]
    private partial void LogBound(string provider, Guid attemptId, string taskId);

    [LoggerMessage(
        LogLevel.Warning,
        "{Provider} called back about attempt {AttemptId} and could not be asked ({Kind})"
    )]
    private partial void LogNotAsked(string provider, Guid attemptId, FailureKind kind);
}
