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
    HintPacer pacer,
    TimeProvider time,
    ILogger<CallbackReceiver> logger
)
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>Looks at a callback without headers.</summary>
    /// <returns>False when the address is not one of ours; then nothing was done.</returns>
    public Task<bool> ReceiveAsync(
        string provider,
        Guid attemptId,
        string token,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    ) => ReceiveAsync(provider, attemptId, token, body, NoHeaders, cancellationToken);

    /// <summary>Looks at a callback. However many come about one attempt, they cause at most one question a second here.</summary>
    /// <param name="headers">By name, without case.</param>
    /// <returns>False when the address is not one of ours, or the provider did not sign it; then nothing was done.</returns>
    public async Task<bool> ReceiveAsync(
        string provider,
        Guid attemptId,
        string token,
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellationToken
    )
    {
        if (
            !addresses.IsCallback(provider, attemptId, token)
            || providers.FindRemote(provider, await facts.SentWithAsync(attemptId, cancellationToken)) is not { } caller
            || !await caller.AcceptsCallbackAsync(body, headers, cancellationToken)
        )
        {
            return false;
        }

        if (pacer.Take(attemptId) is not { } delay)
        {
            return true;
        }

        // One at most of a burst waits here; the others are followed with it.
        await Task.Delay(delay, time, cancellationToken);
        if (caller.ReadCallback(body.Span, headers) is { } task)
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
