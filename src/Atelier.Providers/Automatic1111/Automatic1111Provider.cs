using Atelier.Core.Catalogue;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Automatic1111;

/// <summary>
/// The web UI of AUTOMATIC1111 or Forge with its API switched on. A call brings its pictures, and is watched by a name of ours. Its
/// interrupt and its plain progress are of the whole server and not of a job, so neither is used: it might be somebody else's.
/// </summary>
public sealed class Automatic1111Provider(ProviderEntry entry, ProviderSite site, TimeProvider time) : IRemoteProvider
{
    private const int MostListBytes = 16 * 1024 * 1024;

    public string Id => entry.Id;

    public Reconciliation Reconciliation => Reconciliation.None;

    public TimeSpan PostTimeout => site.PostTimeout;

    public Compilation Compile(CompileOrder order) => SdapiCompiler.Compile(order);

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = SdapiCall.Read(call.Call);
        var body = await SdapiBody.CreateAsync(order, call, cancellationToken);
        await using var progress = SdapiProgress.Watch(site, order, call, time, cancellationToken);
        using var answer = await site.PostPaidAsync(order.Path, body, call.Guard, cancellationToken);
        if (answer.Status is < 200 or > 299)
        {
            throw SdapiErrors.Of(Id, answer, mayCost: !entry.Free, time);
        }

        // It may be paid for, so it is kept whatever it calls itself.
        await answer.SpoolAsync(call.Spool, AnswerSpool.Answer, SdapiAnswer.MostBytes(call.Pictures));
        return new Submission.Answered(answer.RequestId);
    }

    /// <summary>There are no tasks, so nothing is known of any.</summary>
    public Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => Task.FromResult<TaskState>(new TaskState.Vanished());

    public Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        Task.FromResult(CancelAnswer.NotPossible);

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        Task.FromResult<Reconciled>(new Reconciled.Unsure());

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken) =>
        SdapiAnswer.ReadAsync(Id, entry.Free, spool, cancellationToken);

    public async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync("/sdapi/v1/sd-models", cancellationToken);
        if (answer.Status != 200)
        {
            throw SdapiErrors.Of(Id, answer, mayCost: false, time);
        }

        return await answer.ReadJsonAsync(MostListBytes) is null ? throw NoJson(answer) : new ProviderCheck(null, []);
    }

    private ProviderException NoJson(SiteAnswer answer) =>
        new(Id, FailureKind.Unreadable, Charge.None, $"{Id} answered with something that is no JSON.")
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
        };
}
