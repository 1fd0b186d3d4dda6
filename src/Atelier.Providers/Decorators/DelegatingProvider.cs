using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Decorators;

/// <summary>Passes everything on to another provider; what derives from it changes single steps.</summary>
public abstract class DelegatingProvider(IRemoteProvider inner) : IRemoteProvider
{
    public string Id => Inner.Id;

    public Reconciliation Reconciliation => Inner.Reconciliation;

    public TimeSpan PostTimeout => Inner.PostTimeout;

    public Reconciliation ReconciliationOf(CompiledCall call) => Inner.ReconciliationOf(call);

    public TimeSpan PostTimeoutOf(CompiledCall call) => Inner.PostTimeoutOf(call);

    public IListsModels? ModelList => Inner.ModelList;

    protected IRemoteProvider Inner { get; } = inner;

    public Compilation Compile(CompileOrder order) => Inner.Compile(order);

    public virtual Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken) =>
        Inner.SubmitAsync(call, cancellationToken);

    public virtual Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => Inner.PollAsync(taskId, polls, spool, cancellationToken);

    public virtual Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        Inner.CancelAsync(taskId, cancellationToken);

    public virtual Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        Inner.ReconcileAsync(call, cancellationToken);

    public virtual Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => Inner.ReadAsync(call, spool, cancellationToken);

    public virtual Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        Inner.CheckAsync(cancellationToken);

    public string? ReadCallback(ReadOnlySpan<byte> body) => Inner.ReadCallback(body);

    public string? ReadCallback(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, string> headers) =>
        Inner.ReadCallback(body, headers);

    public Task<bool> AcceptsCallbackAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellationToken
    ) => Inner.AcceptsCallbackAsync(body, headers, cancellationToken);

    public virtual Task<bool> HasTaskAsync(string taskId, CancellationToken cancellationToken) =>
        Inner.HasTaskAsync(taskId, cancellationToken);
}
