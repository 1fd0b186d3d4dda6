using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Tests.Serving;

/// <summary>A provider that does what the test says, the same at every step, and counts the steps.</summary>
internal sealed class FakeProvider : IRemoteProvider
{
    private readonly List<string> _steps = [];

    public string Id => "fake";

    public Reconciliation Reconciliation => Reconciliation.ByMarker;

    public TimeSpan PostTimeout => TimeSpan.FromSeconds(30);

    /// <summary>Run in every step before it answers.</summary>
    public Func<CancellationToken, Task> Run { get; init; } = _ => Task.CompletedTask;

    public TaskState State { get; init; } = new TaskState.Answered();

    public ProviderAnswer Answer { get; init; } = new([new EncodedPicture(new byte[] { 1 }, null)], 5);

    public IReadOnlyList<string> Steps => _steps;

    public Compilation Compile(CompileOrder order) => throw new NotSupportedException();

    public Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken) =>
        StepAsync<Submission>("submit", new Submission.Submitted("task", TimeSpan.Zero, "req_9"), cancellationToken);

    public Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => StepAsync("poll", State, cancellationToken);

    public Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        StepAsync("cancel", CancelAnswer.Confirmed, cancellationToken);

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        StepAsync<Reconciled>("reconcile", new Reconciled.Nothing(), cancellationToken);

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken) =>
        StepAsync("read", Answer, cancellationToken);

    public Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        StepAsync("check", new ProviderCheck(1, []), cancellationToken);

    private async Task<T> StepAsync<T>(string step, T result, CancellationToken cancellationToken)
    {
        _steps.Add(step);
        await Run(cancellationToken);
        return result;
    }
}
