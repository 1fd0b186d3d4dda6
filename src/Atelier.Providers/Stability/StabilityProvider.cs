using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Stability.Compiling;

namespace Atelier.Providers.Stability;

/// <summary>
/// Stability AI's two APIs: the first for SDXL, the second for all else. Answers bring their pictures, but for the creative
/// upscaler's, which makes a task. Nothing of ours shows in a list there, so a lost call cannot be found again.
/// </summary>
/// <param name="site">Made of <see cref="StabilitySite.Options"/>.</param>
/// <param name="firstServes">Whether the first API still serves; without it SDXL's pictures from words are passed over here.</param>
public sealed class StabilityProvider(ProviderSite site, TimeProvider time, bool firstServes = true) : IRemoteProvider
{
    /// <summary>The provider's id in the catalogue.</summary>
    public const string Name = "stability";

    private const int MostBalanceBytes = 64 * 1024;
    private const decimal CreditsPerDollar = 100;

    private readonly StabilityTasks _tasks = new(site, time);

    public string Id => Name;

    public Reconciliation Reconciliation => Reconciliation.None;

    public TimeSpan PostTimeout => site.PostTimeout;

    public Compilation Compile(CompileOrder order) => StabilityCompiler.Compile(order, firstServes);

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = StabilityCall.Of(call.Call);
        var body = await StabilityBody.CreateAsync(
            order,
            call.Pictures,
            call.FirstSlot,
            call.Sources,
            cancellationToken
        );
        using var answer = await site.PostPaidAsync(order.Path, body, call.Guard, cancellationToken);
        if (answer.Status is < 200 or > 299)
        {
            throw await StabilityErrors.ReadAsync(answer, paid: true, time);
        }

        if (order.MakesTask)
        {
            return await StabilityTasks.ReadAsync(answer);
        }

        // It is paid for, so it is kept whatever it calls itself.
        await answer.SpoolAsync(call.Spool, AnswerSpool.Answer, StabilityAnswer.MostBytes(call.Pictures));
        return new Submission.Answered(answer.RequestId);
    }

    public Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => _tasks.PollAsync(taskId, polls, spool, cancellationToken);

    /// <summary>Stability knows no such wish.</summary>
    public Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        Task.FromResult(CancelAnswer.NotPossible);

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        Task.FromResult<Reconciled>(new Reconciled.Unsure());

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken) =>
        StabilityAnswer.ReadAsync(call.ExpectedNanos, spool, cancellationToken);

    public async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync(StabilityPaths.Balance, cancellationToken);
        if (answer.Status == 404 && !firstServes)
        {
            // It is a part of the first API; the second tells no balance.
            return new ProviderCheck(BalanceUsd: null, []);
        }

        if (answer.Status != 200)
        {
            throw await StabilityErrors.ReadAsync(answer, paid: false, time);
        }

        return StabilityJson.Number(await answer.ReadJsonAsync(MostBalanceBytes), "credits") is { } credits
            ? new ProviderCheck(credits / CreditsPerDollar, [])
            : throw Unreadable(answer, Charge.None);
    }

    internal static ProviderException Unreadable(SiteAnswer answer, Charge charge) =>
        new(Name, FailureKind.Unreadable, charge, "Stability gave an answer that makes no sense.")
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
        };
}
