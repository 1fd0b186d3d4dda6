using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext.Compiling;
using Atelier.Providers.LegNext.Finding;
using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.LegNext;

/// <summary>Midjourney as LegNext sells it: a POST makes a job, which is asked for until its pictures can be fetched.</summary>
public sealed class LegNextProvider : IRemoteProvider
{
    internal const string Name = "legnext";

    private readonly ProviderSite _site;
    private readonly LegNextClient _client;
    private readonly LegNextSubmitter _submitter;
    private readonly LegNextPoller _poller;
    private readonly LostTaskFinder _finder;

    /// <param name="site">Made of <see cref="LegNextSite.Options"/>.</param>
    /// <param name="pace">Null takes LegNext's own.</param>
    public LegNextProvider(ProviderSite site, TimeProvider time, LegNextPace? pace = null)
    {
        var steps = pace ?? new LegNextPace();
        _site = site;
        _client = new LegNextClient(site, time);
        _submitter = new LegNextSubmitter(site, steps, time);
        _poller = new LegNextPoller(_client, new LegNextPictures(_client, site), steps);
        _finder = new LostTaskFinder(_client, steps, site.PostTimeout, time);
    }

    public string Id => Name;

    public Reconciliation Reconciliation => Reconciliation.ByWindow;

    public TimeSpan PostTimeout => _site.PostTimeout;

    public Compilation Compile(CompileOrder order) => LegNextCompiler.Compile(order);

    public Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken) =>
        _submitter.SubmitAsync(call, cancellationToken);

    public Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => _poller.PollAsync(taskId, polls, spool, cancellationToken);

    /// <summary>LegNext knows no such wish.</summary>
    public Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        Task.FromResult(CancelAnswer.NotPossible);

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        _finder.FindAsync(call, cancellationToken);

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken) =>
        LegNextReader.ReadAsync(call, spool, cancellationToken);

    public Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        _client.ReadBalanceAsync(cancellationToken);

    public string? ReadCallback(ReadOnlySpan<byte> body) => LegNextCallback.ReadTaskId(body);

    public async Task<bool> HasTaskAsync(string taskId, CancellationToken cancellationToken) =>
        await _client.FindJobAsync(taskId, cancellationToken) is not null;
}
