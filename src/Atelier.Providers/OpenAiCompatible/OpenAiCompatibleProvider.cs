using Atelier.Core.Catalogue;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>
/// A server that (nearly) speaks OpenAI's wire, as the switches of its catalogue entry say. Where its answers only name their
/// pictures, fetching them is a task of our own, which bears the attempt's id; else there are no tasks.
/// </summary>
public sealed class OpenAiCompatibleProvider : IRemoteProvider
{
    private const int MostListBytes = 4 * 1024 * 1024;

    // With the pauses between them a quarter of an hour; addresses live for an hour at the least.
    private const int Looks = 20;

    private readonly ProviderEntry _entry;
    private readonly CompatWire _wire;
    private readonly CompatCompiler _compiler;
    private readonly CompatPictures _pictures;
    private readonly ProviderSite _site;
    private readonly TimeProvider _time;

    public OpenAiCompatibleProvider(ProviderEntry entry, ProviderSite site, TimeProvider time)
    {
        (_entry, _site, _time) = (entry, site, time);
        _wire = CompatWire.Of(entry.Wire);
        _compiler = new CompatCompiler(_wire, entry.Options);
        _pictures = new CompatPictures(site, _wire.Result, entry.Free);
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

        if (_wire.Format is not (WireFormat.Url or WireFormat.OmitUrl))
        {
            await answer.SpoolAsync(call.Spool, AnswerSpool.Answer, CompatPictures.MostBytes(call.Pictures));
            return new Submission.Answered(answer.RequestId);
        }

        // One write for the answer and for the task that it is: whoever dies from here on has lost neither.
        await answer.SpoolAsync(call.Spool, AnswerSpool.Response, CompatPictures.MostBytes(call.Pictures));
        return new Submission.Submitted($"{call.AttemptId}", TimeSpan.Zero, answer.RequestId);
    }

    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<CompatItem>? items;
        try
        {
            items = await _pictures.ItemsAsync(spool, AnswerSpool.Response, cancellationToken);
        }
        catch (ProviderException failure) when (failure.Kind == FailureKind.Unreadable)
        {
            return new TaskState.Failed(failure, _entry.Free ? 0 : null);
        }

        if (items is null)
        {
            return new TaskState.Vanished();
        }

        if (await _pictures.FetchAsync(items, spool, again: polls < Looks, cancellationToken))
        {
            await CopyAsync(spool, cancellationToken);
            return new TaskState.Answered();
        }

        var none = new ProviderException(
            Id,
            FailureKind.Unreadable,
            _entry.Free ? Charge.None : Charge.Charged,
            $"The answer of {Id} names no picture that can be had."
        );
        return new TaskState.Failed(none, _entry.Free ? 0 : null);
    }

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

        return await answer.ReadJsonAsync(MostListBytes) is null
            ? throw NoJson(answer, Charge.None)
            : new ProviderCheck(null, []);
    }

    private static Task CopyAsync(AnswerSpool spool, CancellationToken cancellationToken) =>
        spool.WriteAsync(
            AnswerSpool.Answer,
            async (target, cancel) =>
            {
                await using var response = await spool.OpenAsync(AnswerSpool.Response, cancel);
                await response!.CopyToAsync(target, cancel);
            },
            cancellationToken
        );

    private ProviderException NoJson(SiteAnswer answer, Charge charge) =>
        new(Id, FailureKind.Unreadable, charge, $"{Id} answered with something that is no JSON.")
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
        };
}
