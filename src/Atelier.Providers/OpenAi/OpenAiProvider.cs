using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.OpenAi;

/// <summary>
/// OpenAI's image models. The answer of a call brings its pictures, so there are no tasks to ask for or to cancel, and
/// nothing by which a lost call could be found again.
/// </summary>
/// <param name="partials">Pictures that a call for one picture shows before it is finished, 0 to 3; each costs some tokens.</param>
public sealed class OpenAiProvider(ProviderSite site, TimeProvider time, int partials = 0)
    : IRemoteProvider,
        IListsModels
{
    /// <summary>The provider's id in the catalogue.</summary>
    public const string Name = "openai";

    // The list has some hundred models of a hundred bytes.
    private const int MostListBytes = 4 * 1024 * 1024;

    public string Id => Name;

    public Reconciliation Reconciliation => Reconciliation.None;

    public TimeSpan PostTimeout => site.PostTimeout;

    public Compilation Compile(CompileOrder order) => OpenAiCompiler.Compile(order, partials);

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = OpenAiCall.Read(call.Call.Parameters);
        // Whether several pictures can be streamed nobody says.
        var shown = order.Partials is not null && call is { Pictures: 1, Glimpses.Wanted: true } ? call.Glimpses : null;
        var body = await OpenAiBody.CreateAsync(
            Id,
            order,
            call.Pictures,
            call.Sources,
            "image[]",
            streams: shown is not null,
            cancellationToken
        );
        using var answer = await site.PostPaidAsync(order.Path, body, call.Guard, cancellationToken);
        if (answer.Status is < 200 or > 299)
        {
            throw await OpenAiErrors.ReadAsync(Id, answer, paid: true, time);
        }

        if (shown is not null && IsStream(answer))
        {
            var stream = new OpenAiStream(Id, shown);
            await answer.SpoolAsync(call.Spool, AnswerSpool.Answer, OpenAiAnswer.MostBytes, stream);
            return new Submission.Answered(answer.RequestId);
        }

        // It is paid for, so it is kept whatever it calls itself.
        await answer.SpoolAsync(call.Spool, AnswerSpool.Answer, OpenAiAnswer.MostBytes);
        return new Submission.Answered(answer.RequestId);
    }

    /// <summary>There are no tasks, so nothing is known of any: not even that it cost nothing.</summary>
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
        OpenAiAnswer.ReadAsync(Id, OpenAiCall.ModelOf(call), spool, cancellationToken);

    public async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        new(BalanceUsd: null, OpenAiModels.Notes(await GetListAsync(cancellationToken)));

    public async Task<IReadOnlyList<ListedModel>> ListModelsAsync(CancellationToken cancellationToken) =>
        OpenAiModels.Read(await GetListAsync(cancellationToken));

    private async Task<JsonElement> GetListAsync(CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync("/v1/models", cancellationToken);
        if (answer.Status != 200)
        {
            throw await OpenAiErrors.ReadAsync(Id, answer, paid: false, time);
        }

        return await answer.ReadJsonAsync(MostListBytes) ?? throw Unreadable(answer);
    }

    private static bool IsStream(SiteAnswer answer) =>
        string.Equals(answer.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    private ProviderException Unreadable(SiteAnswer answer) =>
        new(Id, FailureKind.Unreadable, Charge.None, $"{Id} answered with something that is no JSON.")
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
        };
}
