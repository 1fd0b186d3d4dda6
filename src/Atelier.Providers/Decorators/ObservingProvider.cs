using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Decorators;

/// <summary>Runs every step through one place, and changes none of them.</summary>
public abstract class ObservingProvider(IRemoteProvider inner) : DelegatingProvider(inner)
{
    public sealed override Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken) =>
        ObserveAsync(ProviderStep.Submit, () => Inner.SubmitAsync(call, cancellationToken), cancellationToken);

    public sealed override Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) =>
        ObserveAsync(
            ProviderStep.Poll,
            () => Inner.PollAsync(taskId, polls, spool, cancellationToken),
            cancellationToken
        );

    public sealed override Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        ObserveAsync(ProviderStep.Cancel, () => Inner.CancelAsync(taskId, cancellationToken), cancellationToken);

    public sealed override Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        ObserveAsync(ProviderStep.Reconcile, () => Inner.ReconcileAsync(call, cancellationToken), cancellationToken);

    public sealed override Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => ObserveAsync(ProviderStep.Read, () => Inner.ReadAsync(call, spool, cancellationToken), cancellationToken);

    public sealed override Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        ObserveAsync(ProviderStep.Check, () => Inner.CheckAsync(cancellationToken), cancellationToken);

    /// <summary>Runs the step and returns what it returned, or lets its exception pass.</summary>
    protected abstract Task<T> ObserveAsync<T>(
        ProviderStep step,
        Func<Task<T>> run,
        CancellationToken cancellationToken
    );
}
