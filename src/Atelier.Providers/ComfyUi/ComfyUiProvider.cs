using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.ComfyUi;

/// <summary>
/// A ComfyUI server that runs the operator's workflows. Our own id of the attempt is the job's, so a lost call is found by it;
/// servers that give ids of their own keep ours as a mark while the job waits or runs.
/// </summary>
public sealed class ComfyUiProvider : IRemoteProvider
{
    private const int MostAnswerBytes = 1024 * 1024;
    private const int QuickPolls = 60;

    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(30);

    private readonly ProviderEntry _entry;
    private readonly ProviderSite _site;
    private readonly ComfyCompiler _compiler;
    private readonly ComfyErrors _errors;
    private readonly ComfyQueue _queue;
    private readonly ComfyUploads _uploads;
    private readonly ComfyPictures _pictures;

    /// <param name="workflows">The folder of the operator's workflows.</param>
    /// <param name="catalogue">Whose offers must find their workflows; null checks none.</param>
    /// <exception cref="WorkflowException">A workflow is wrong.</exception>
    public ComfyUiProvider(
        ProviderEntry entry,
        ProviderSite site,
        string workflows,
        CatalogueSnapshot? catalogue,
        TimeProvider time
    )
    {
        var read = WorkflowFolder.Read(workflows);
        if (catalogue is not null)
        {
            WorkflowFolder.Check(read, entry.Id, catalogue);
        }

        (_entry, _site) = (entry, site);
        _compiler = new ComfyCompiler(read);
        _errors = new ComfyErrors(entry.Id, entry.Free, time);
        _queue = new ComfyQueue(site, _errors);
        _uploads = new ComfyUploads(site, _errors);
        _pictures = new ComfyPictures(site, _errors, entry.Free);
    }

    public string Id => _entry.Id;

    public Reconciliation Reconciliation => Reconciliation.ById;

    public TimeSpan PostTimeout => _site.PostTimeout;

    public Compilation Compile(CompileOrder order) => _compiler.Compile(order);

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = ComfyCall.Read(call.Call);
        order.Set(order.SeedAt, (order.Seed + call.FirstSlot) % (RequestLimits.Seed + 1));
        order.Set(order.CountAt, call.Pictures);
        await _uploads.SendAsync(order, call, cancellationToken);
        var id = $"{call.AttemptId}";
        var body = new JsonObject
        {
            ["prompt"] = order.Graph,
            ["client_id"] = id,
            ["prompt_id"] = id,
        };
        using var answer = await _site.PostPaidAsync("/prompt", Json(body), call.Guard, cancellationToken);
        if (answer.Status != 200)
        {
            throw await _errors.ReadAsync(answer, paid: true);
        }

        // Whatever it says beyond, it has taken the job; where its word is not to be read, our own id may still find it.
        var given = OpenAiJson.Text(await answer.ReadJsonAsync(MostAnswerBytes), "prompt_id");
        return given is { Length: > 0 and <= 100 }
            ? new Submission.Submitted(given, TimeSpan.FromSeconds(1), answer.RequestId)
            : throw new ProviderException(
                Id,
                FailureKind.Unreadable,
                Charge.Unknown,
                $"{Id} does not say which job it made."
            );
    }

    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        var ended = await _queue.EndOfAsync(taskId, cancellationToken);
        if (ended is null)
        {
            if (await _queue.FindAsync(taskId, cancellationToken) is not null)
            {
                var pause = TimeSpan.FromSeconds(polls < QuickPolls ? 1 : 5);
                return new TaskState.Running(null, pause);
            }

            // It may have gone from the queue into the history between the two questions.
            ended = await _queue.EndOfAsync(taskId, cancellationToken);
        }

        if (ended is not { } end)
        {
            return new TaskState.Vanished();
        }

        return !Failed(end) && await _pictures.FetchAsync(end, spool, cancellationToken)
            ? new TaskState.Answered()
            : new TaskState.Failed(_errors.Failed(), _entry.Free ? 0 : null);
    }

    /// <summary>
    /// What waits is taken out of the queue; what runs is interrupted, by its id. Both are wishes: what came of them is what the
    /// server says of the job afterwards, be it at the next question.
    /// </summary>
    public async Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken)
    {
        var job = await _queue.FindAsync(taskId, cancellationToken);
        if (job is not null)
        {
            await AskToStopAsync(job, cancellationToken);
            if (await _queue.FindAsync(taskId, cancellationToken) is not null)
            {
                return CancelAnswer.Ignored;
            }
        }

        // In this order: whatever left the queue meanwhile shows in the history.
        return await _queue.EndOfAsync(taskId, cancellationToken) switch
        {
            // It ran, and nobody can say that a server which costs something has not counted that.
            { } end => _entry.Free && Failed(end) ? CancelAnswer.Confirmed : CancelAnswer.Ignored,
            null => job is { Running: false } ? CancelAnswer.Confirmed : CancelAnswer.Ignored,
        };
    }

    private static bool Failed(JsonElement end) =>
        OpenAiJson.Text(OpenAiJson.Object(end, "status"), "status_str") == "error";

    private async Task AskToStopAsync(QueuedJob job, CancellationToken cancellationToken)
    {
        var body = job.Running
            ? new JsonObject { ["prompt_id"] = job.Id }
            : new JsonObject { ["delete"] = new JsonArray(job.Id) };
        using var content = Json(body);
        using var answer = await _site.AskAsync(
            job.Running ? "/interrupt" : "/queue",
            content,
            AskLimit,
            cancellationToken
        );
        if (answer.Status != 200)
        {
            throw await _errors.ReadAsync(answer, paid: false);
        }
    }

    public async Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken)
    {
        var id = $"{call.AttemptId}";
        if (await _queue.FindAsync(id, cancellationToken) is { } job)
        {
            return new Reconciled.Found(job.Id);
        }

        if (await _queue.EndOfAsync(id, cancellationToken) is not null)
        {
            return new Reconciled.Found(id);
        }

        // An old server may have ended it under another id; where that costs nothing, another one may be made.
        return _entry.Free && call.Now > call.SentBy + TimeSpan.FromSeconds(5)
            ? new Reconciled.Nothing()
            : new Reconciled.Unsure();
    }

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken) =>
        _pictures.ReadAsync(spool, cancellationToken);

    public async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken)
    {
        using var answer = await _site.GetAsync("/system_stats", cancellationToken);
        if (answer.Status != 200)
        {
            throw await _errors.ReadAsync(answer, paid: false);
        }

        return await answer.ReadJsonAsync(MostAnswerBytes) is null
            ? throw _errors.Unreadable("is no JSON")
            : new ProviderCheck(null, []);
    }

    public async Task<bool> HasTaskAsync(string taskId, CancellationToken cancellationToken) =>
        await _queue.FindAsync(taskId, cancellationToken) is not null
        || await _queue.EndOfAsync(taskId, cancellationToken) is not null;

    private static ByteArrayContent Json(JsonObject body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
