using Atelier.Providers.Answers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Failures;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Keys;

/// <summary>
/// Another key under the name of the one that sent a call. Mostly it opens the same account, and finds the task; what it does not
/// know may lie in another account still, so that nothing is given up for its word.
/// </summary>
internal sealed class RenewedKey(IRemoteProvider inner, string name) : DelegatingProvider(inner)
{
    public override async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) =>
        await base.PollAsync(taskId, polls, spool, cancellationToken) is var state and not TaskState.Vanished
            ? state
            : throw new ProviderException(
                Id,
                FailureKind.Unauthorized,
                Charge.None,
                $"{name} holds another key than the one that made this task, and does not know it."
            );

    public override async Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        await base.ReconcileAsync(call, cancellationToken) is var found and not Reconciled.Nothing
            ? found
            : new Reconciled.Unsure();
}
