using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Gemini;

/// <summary>
/// Google's image models through <c>generateContent</c>. The answer brings one picture, or says with status 200 why there is none; there are no
/// tasks, and nothing by which a lost call could be found again.
/// </summary>
public sealed class GeminiProvider(ProviderSite site, TimeProvider time) : IRemoteProvider, IListsModels
{
    /// <summary>The provider's id in the catalogue.</summary>
    public const string Name = "gemini";

    // A page has at most a thousand models.
    private const int MostListBytes = 4 * 1024 * 1024;
    private const int MostPages = 10;

    public string Id => Name;

    public Reconciliation Reconciliation => Reconciliation.None;

    public TimeSpan PostTimeout => site.PostTimeout;

    public Compilation Compile(CompileOrder order) => GeminiCompiler.Compile(order);

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = GeminiCall.Read(call.Call.Parameters);
        var body = await GeminiBody.CreateAsync(order, call.FirstSlot, call.Sources, cancellationToken);
        using var answer = await site.PostPaidAsync(order.Path, body, call.Guard, cancellationToken);
        if (answer.Status is < 200 or > 299)
        {
            throw await GeminiErrors.ReadAsync(answer, paid: true, time);
        }

        // It is paid for, so it is kept whatever it calls itself.
        await answer.SpoolAsync(call.Spool, AnswerSpool.Answer, GeminiAnswer.MostBytes);
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
        GeminiAnswer.ReadAsync(GeminiCall.ModelOf(call), spool, cancellationToken);

    public async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        new(BalanceUsd: null, GeminiModels.Notes(await ListModelsAsync(cancellationToken)));

    public async Task<IReadOnlyList<ListedModel>> ListModelsAsync(CancellationToken cancellationToken)
    {
        var models = new List<ListedModel>();
        var page = "";
        for (var pages = 0; pages < MostPages; pages++)
        {
            var list = await GetPageAsync(page, cancellationToken);
            models.AddRange(GeminiModels.Read(list));
            if (OpenAiJson.Text(list, "nextPageToken") is not { Length: > 0 } next)
            {
                break;
            }

            page = $"&pageToken={Uri.EscapeDataString(next)}";
        }

        return [.. models.OrderBy(model => model.Id, StringComparer.Ordinal)];
    }

    private async Task<JsonElement> GetPageAsync(string page, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync($"/v1beta/models?pageSize=1000{page}", cancellationToken);
        if (answer.Status != 200)
        {
            throw await GeminiErrors.ReadAsync(answer, paid: false, time);
        }

        return await answer.ReadJsonAsync(MostListBytes) ?? throw GeminiErrors.NoJson(answer);
    }
}
