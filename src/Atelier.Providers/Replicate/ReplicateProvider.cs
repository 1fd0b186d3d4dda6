using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Replicate.Callbacks;
using Atelier.Providers.Replicate.Compiling;
using Atelier.Providers.Replicate.Finding;
using Atelier.Providers.Replicate.Inputs;
using Atelier.Providers.Replicate.Predictions;

namespace Atelier.Providers.Replicate;

/// <summary>Models that run at Replicate: a POST makes a prediction, which is asked for until its pictures can be fetched.</summary>
public sealed class ReplicateProvider : IRemoteProvider, IListsModels
{
    /// <summary>The provider's id in the catalogue.</summary>
    public const string Name = "replicate";

    private readonly ProviderSite _site;
    private readonly PredictionClient _client;
    private readonly PredictionSubmitter _submitter;
    private readonly PredictionPoller _poller;
    private readonly LostPredictionFinder _finder;
    private readonly ReplicateAccount _account;
    private readonly WebhookSecret _secret;

    /// <param name="site">Made of <see cref="ReplicateSite.Options"/>.</param>
    /// <param name="pace">Null takes Replicate's own.</param>
    public ReplicateProvider(ProviderSite site, TimeProvider time, ReplicatePace? pace = null)
    {
        var steps = pace ?? new ReplicatePace();
        _site = site;
        _client = new PredictionClient(site, time);
        _submitter = new PredictionSubmitter(site, new InputWriter(site), steps, time);
        _poller = new PredictionPoller(_client, new PredictionPictures(_client, site), steps);
        _finder = new LostPredictionFinder(_client, site.PostTimeout);
        _account = new ReplicateAccount(site, time);
        _secret = new WebhookSecret(site, time);
    }

    public string Id => Name;

    public Reconciliation Reconciliation => Reconciliation.ByWindow;

    public TimeSpan PostTimeout => _site.PostTimeout;

    public Compilation Compile(CompileOrder order) => ReplicateCompiler.Compile(order);

    public Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken) =>
        _submitter.SubmitAsync(call, cancellationToken);

    public Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => _poller.PollAsync(taskId, polls, spool, cancellationToken);

    /// <summary>Confirmed only where nothing is billed: a run that had begun is billed by its seconds.</summary>
    public async Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        await _client.CancelAsync(taskId, cancellationToken) is { IsStopped: true } stopped
        && ReplicateBilling.OfNothing(stopped) == 0
            ? CancelAnswer.Confirmed
            : CancelAnswer.Ignored;

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        _finder.FindAsync(call, cancellationToken);

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken) =>
        PredictionReader.ReadAsync(call, spool, cancellationToken);

    public Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        _account.CheckAsync(cancellationToken);

    public Task<IReadOnlyList<ListedModel>> ListModelsAsync(CancellationToken cancellationToken) =>
        _account.ListAsync(cancellationToken);

    public string? ReadCallback(ReadOnlySpan<byte> body) => ReplicateCallback.ReadTaskId(body);

    public Task<bool> AcceptsCallbackAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellationToken
    ) => _secret.SignedAsync(body, headers, cancellationToken);

    public async Task<bool> HasTaskAsync(string taskId, CancellationToken cancellationToken) =>
        await _client.FindAsync(taskId, cancellationToken) is not null;
}
