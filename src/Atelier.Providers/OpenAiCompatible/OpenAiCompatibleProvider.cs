using Atelier.Core.Catalogue;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>
/// A server that (nearly) speaks OpenAI's wire, as the switches of its catalogue entry say. Where an answer only names its
/// pictures, fetching them is a task of our own, which bears the attempt's id; else there are no tasks.
/// </summary>
public sealed class OpenAiCompatibleProvider : IRemoteProvider
{
    private const int MostListBytes = 4 * 1024 * 1024;

    private readonly ProviderEntry _entry;
    private readonly CompatWire _wire;
    private readonly CompatCompiler _compiler;
    private readonly CompatPictures _pictures;
    private readonly CompatFollower _follower;
    private readonly ProviderSite _site;
    private readonly TimeProvider _time;

    public OpenAiCompatibleProvider(ProviderEntry entry, ProviderSite site, TimeProvider time)
    {
        (_entry, _site, _time) = (entry, site, time);
        _wire = CompatWire.Of(entry.Wire);
        _compiler = new CompatCompiler(_wire, entry.Options);
        _pictures = new CompatPictures(site, _wire.Result, entry.Free);
        _follower = new CompatFollower(_pictures, entry.Id, entry.Free);
    }

    public string Id => _entry.Id;

    public Reconciliation Reconciliation => Reconciliation.None;

    public TimeSpan PostTimeout => _site.PostTimeout;

    public Compilation Compile(CompileOrder order) => _compiler.Compile(order);

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var order = CompatCall.Read(call.Call);
        var body = await CompatBody.CreateAsync(order, call, cancellationToken);
        using var answer = await _site.PostPaidAsync(order.Path, body, call.Guard, cancellationToken);
        if (answer.Status is < 200 or > 299)
        {
            throw await CompatErrors.ReadAsync(Id, answer, mayCost: !_entry.Free, _time);
        }

        // Whatever it calls itself: what it is, is seen when it is read.
        return await _follower.KeepAsync(
            answer,
            call,
            names: _wire.Format is WireFormat.Url or WireFormat.OmitUrl,
            cancellationToken
        );
    }

    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    ) => await _follower.PollAsync(polls, spool, cancellationToken) ?? new TaskState.Vanished();

    public Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken) =>
        Task.FromResult(CancelAnswer.NotPossible);

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        Task.FromResult<Reconciled>(new Reconciled.Unsure());

    public Task<ProviderAnswer> ReadAsync(CompiledCall call, AnswerSpool spool, CancellationToken cancellationToken) =>
        _pictures.ReadAsync(spool, cancellationToken);

    public async Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken)
    {
        if (_wire.ModelsPath is not { } path)
        {
            return new ProviderCheck(
                null,
                ["This server has nothing that could be asked; the first call shows whether it answers."]
            );
        }

        using var answer = await _site.GetAsync(path, cancellationToken);
        if (answer.Status is 404 or 405)
        {
            return new ProviderCheck(null, [$"It answers, and has no list of models at {path}."]);
        }

        if (answer.Status != 200)
        {
            throw await CompatErrors.ReadAsync(Id, answer, mayCost: false, _time);
        }

        return await answer.ReadJsonAsync(MostListBytes) is not null
            ? new ProviderCheck(null, [])
            : throw new ProviderException(
                Id,
                FailureKind.Unreadable,
                Charge.None,
                $"{Id} answered with something that is no JSON."
            )
            {
                Status = answer.Status,
                RequestId = answer.RequestId,
            };
    }
}
