using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Compiling;
using Atelier.Providers.Piapi.Finding;
using Atelier.Providers.Piapi.Images;
using Atelier.Providers.Piapi.Pictures;
using Atelier.Providers.Piapi.Tasks;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Piapi;

/// <summary>
/// PiAPI, which sells models of many makers. Most are tasks that are asked for until their pictures can be fetched; OpenAI's
/// bring or name them with the answer, in OpenAI's shape.
/// </summary>
public sealed class PiapiProvider : IRemoteProvider
{
    internal const string Name = "piapi";

    private readonly PiapiSites _sites;
    private readonly bool _maskAsFile;
    private readonly PiapiClient _client;
    private readonly PiapiSubmitter _submitter;
    private readonly PiapiPoller _poller;
    private readonly LostTaskFinder _finder;
    private readonly ImagesSurface _images;

    /// <param name="sites">Made by <see cref="PiapiSite.Open"/>.</param>
    /// <param name="maskAsFile">Whether a mask goes along as a file of its own, and not as holes of the picture.</param>
    /// <param name="historyShowsRunning">Whether the history of tasks shows those that have not ended.</param>
    /// <param name="pace">Null takes PiAPI's own.</param>
    public PiapiProvider(
        PiapiSites sites,
        TimeProvider time,
        bool maskAsFile = false,
        bool historyShowsRunning = false,
        PiapiPace? pace = null
    )
    {
        var steps = pace ?? new PiapiPace();
        _sites = sites;
        _maskAsFile = maskAsFile;
        _client = new PiapiClient(sites.Tasks, time);
        _submitter = new PiapiSubmitter(sites, new PictureUploads(sites.Uploads, time), steps, time);
        _poller = new PiapiPoller(_client, new JobPictures(_client, sites.Tasks), steps);
        _finder = new LostTaskFinder(_client, steps, sites.Tasks.PostTimeout, historyShowsRunning);
        _images = new ImagesSurface(sites.Images, time);
    }

    public string Id => Name;

    /// <summary>Of tasks; of pictures that come with the answer see <see cref="ReconciliationOf"/>.</summary>
    public Reconciliation Reconciliation => Reconciliation.ByWindow;

    public TimeSpan PostTimeout => _sites.Tasks.PostTimeout;

    /// <summary>Pictures that come with the answer leave nothing by which a lost call could be found.</summary>
    public Reconciliation ReconciliationOf(CompiledCall call) =>
        PiapiTask.Find(call) is null ? Reconciliation.None : Reconciliation.ByWindow;

    public TimeSpan PostTimeoutOf(CompiledCall call) =>
        PiapiTask.Find(call) is null ? _sites.Images.PostTimeout : _sites.Tasks.PostTimeout;

    public Compilation Compile(CompileOrder order) => PiapiCompiler.Compile(order, _maskAsFile);

    public Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken) =>
        PiapiTask.Find(call.Call) is { } task
            ? _submitter.SubmitAsync(task, call, cancellationToken)
            : _images.SubmitAsync(call, cancellationToken);

    /// <summary>Of an answer that names pictures nobody at PiAPI is asked: the task is our own.</summary>
    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) =>
        await _images.PollAsync(polls, spool, cancellationToken)
        ?? await _poller.PollAsync(taskId, polls, spool, cancellationToken);

    /// <summary>Stops what has not begun; what has goes on.</summary>
    public Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        _client.CancelAsync(taskId, cancellationToken);

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        PiapiTask.Find(call.Call) is { } task
            ? _finder.FindAsync(task, call, cancellationToken)
            : Task.FromResult<Reconciled>(new Reconciled.Unsure());

    public async Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) =>
        await TaskAnswer.FindAsync(spool, cancellationToken) is { } answer
            ? await answer.ReadAsync(call, spool, cancellationToken)
            : await _images.ReadAsync(call, spool, cancellationToken);

    public Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        _client.ReadAccountAsync(cancellationToken);

    /// <summary>Without its headers a callback says nothing.</summary>
    public string? ReadCallback(ReadOnlySpan<byte> body) => null;

    public string? ReadCallback(ReadOnlySpan<byte> body, IReadOnlyDictionary<string, string> headers) =>
        PiapiCallback.ReadTaskId(body, headers, _sites.Secrets);

    public async Task<bool> HasTaskAsync(string taskId, CancellationToken cancellationToken) =>
        await _client.FindTaskAsync(taskId, cancellationToken) is not null;
}
