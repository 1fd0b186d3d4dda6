using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Atelier.Providers;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Reconciling;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>
/// A paid provider and its adapter in one: does what a test tells it, one act a POST, sends through the guard and writes the
/// spool as real adapters do, and keeps its own bill. Nodes may share it, since it is outside of them.
/// </summary>
internal sealed class TestWire(string id, bool tasks = false) : IRemoteProvider
{
    private readonly ConcurrentQueue<WireAct> _acts = new();
    private readonly ConcurrentQueue<WirePost> _posts = new();
    private readonly ConcurrentDictionary<Guid, long> _bill = new();
    private readonly ConcurrentDictionary<string, WireTask> _tasks = new();
    private readonly Lock _lock = new();
    private int _parallel;
    private int _cancels;
    private int _asked;

    public string Id => id;

    public Reconciliation Reconciliation { get; init; }

    public TimeSpan PostTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pictures that the least call yields.</summary>
    public int PicturesPerCall { get; init; } = 1;

    /// <summary>Slots one call serves at most.</summary>
    public int MaxPerCall { get; init; } = 1;

    /// <summary>Nano-dollars for the least call.</summary>
    public long Price { get; init; } = 10_000_000;

    /// <summary>Nano-dollars the least call can cost at most.</summary>
    public long Most { get; init; } = 40_000_000;

    /// <summary>What happens to POSTs that nothing was scripted for.</summary>
    public WireAct Always { get; set; } = WireAct.Answers;

    public WireCancel Cancels { get; set; }

    /// <summary>What a search for a lost call finds.</summary>
    public Func<LostCall, Reconciled> Finds { get; set; } = _ => new Reconciled.Unsure();

    /// <summary>How polls fail; null when they do not.</summary>
    public (FailureKind Kind, TimeSpan RetryAfter)? PollsFail { get; set; }

    /// <summary>What happens before a poll is answered; null is nothing.</summary>
    public Func<CancellationToken, Task>? OnPoll { get; init; }

    /// <summary>All POSTs whose body was sent, in order.</summary>
    public IReadOnlyList<WirePost> Posts => [.. _posts];

    /// <summary>Pictures that calls were sent for whose answers were read, in order.</summary>
    public ConcurrentQueue<int?> Reads { get; } = new();

    /// <summary>Nano-dollars on the wire's bill.</summary>
    public long Billed => _bill.Values.Sum();

    /// <summary>Most POSTs that were under way at once.</summary>
    public int MostParallel { get; private set; }

    /// <summary>Wishes to cancel that came.</summary>
    public int CancelsAsked => Volatile.Read(ref _cancels);

    /// <summary>Questions whether a task is there at all.</summary>
    public int TasksAsked => Volatile.Read(ref _asked);

    /// <summary>What is told of the account; null tells nothing.</summary>
    public Func<CancellationToken, Task<ProviderCheck>>? OnCheck { get; set; }

    /// <summary>Who signed a callback; null believes all.</summary>
    public Func<IReadOnlyDictionary<string, string>, bool>? Signs { get; set; }

    /// <summary>Scripts the next POSTs.</summary>
    public TestWire Then(params WireAct[] acts)
    {
        foreach (var act in acts)
        {
            _acts.Enqueue(act);
        }

        return this;
    }

    /// <summary>The name of the task that this attempt made.</summary>
    public string TaskOf(Guid attemptId) => _tasks.Values.Single(task => task.AttemptId == attemptId).Id;

    /// <summary>Ends all tasks: the next poll finds their pictures.</summary>
    public void Finish()
    {
        foreach (var task in _tasks.Values)
        {
            task.Left = 0;
        }
    }

    /// <summary>Takes the POST of a node that died over it, and bills it.</summary>
    /// <param name="name">Of its task; null lets the wire choose.</param>
    /// <returns>The name of its task.</returns>
    public string TakeOfTheDead(Guid attemptId, string? name = null)
    {
        _bill[attemptId] = Price;
        var task = new WireTask(name ?? $"{Id}-{attemptId}", attemptId, WireAct.Answers, PicturesPerCall);
        _tasks[task.Id] = task;
        return task.Id;
    }

    /// <summary>Writes an answer as the adapter does.</summary>
    public Task SpoolAsync(AnswerSpool spool, CancellationToken cancellationToken) =>
        WriteAsync(spool, WireAct.Answers, PicturesPerCall, AnswerSpool.Answer, cancellationToken);

    public Compilation Compile(CompileOrder order) =>
        new Compilation.Ready(
            new CompiledCall(
                Id,
                order.Model.Id,
                PicturesPerCall,
                MaxPerCall,
                JsonSerializer.SerializeToElement(order.Prompt),
                []
            )
            {
                ExpectedNanos = Price,
                MaximumNanos = Most,
            }
        );

    public async Task<Submission> SubmitAsync(PaidCall call, CancellationToken cancellationToken)
    {
        var act = _acts.TryDequeue(out var scripted) ? scripted : Always;
        if (act.Prepares is { } prepares)
        {
            await prepares.PassAsync(cancellationToken);
        }

        await call.Guard.ReadyAsync(cancellationToken);
        if (act.Before is { } before)
        {
            await before.PassAsync(cancellationToken);
        }

        Fail(act, early: true);
        await call.Guard.BeforeSendAsync(cancellationToken);
        var task = Take(call, act);
        try
        {
            if (act.SendsTwice)
            {
                await call.Guard.BeforeSendAsync(cancellationToken);
            }

            await call.Guard.AfterSendAsync(cancellationToken);
            if (act.After is { } after)
            {
                await after.PassAsync(cancellationToken);
            }

            Fail(act, early: false);
            if (tasks)
            {
                return new Submission.Submitted(task.Id, TimeSpan.Zero, "request");
            }

            await WriteAsync(call.Spool, act, task.Pictures, AnswerSpool.Answer, cancellationToken);
            return new Submission.Answered("request");
        }
        finally
        {
            lock (_lock)
            {
                _parallel--;
            }
        }
    }

    public async Task<TaskState> PollAsync(
        string taskId,
        int polls,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (OnPoll is { } before)
        {
            await before(cancellationToken);
        }

        if (PollsFail is { } fails)
        {
            throw Failure(fails.Kind, Charge.Unknown, fails.RetryAfter);
        }

        _tasks.TryGetValue(taskId, out var task);
        if (task is { Act.Part: > 0 and var part })
        {
            await WriteAsync(spool, task.Act, part, AnswerSpool.Partial, cancellationToken);
        }

        if (task is null or { Act.Vanishes: true })
        {
            return new TaskState.Vanished();
        }

        if (task.Canceled)
        {
            return new TaskState.Failed(Failure(FailureKind.TaskFailed, Charge.None), 0);
        }

        if (task.Left > 0)
        {
            task.Left--;
            return new TaskState.Running(task.Act.Progress, TimeSpan.FromMilliseconds(10));
        }

        if (task.Act.TaskFails is { } kind)
        {
            return new TaskState.Failed(Failure(kind, task.Act.Charge), task.Act.TaskCost);
        }

        await WriteAsync(spool, task.Act, task.Pictures, AnswerSpool.Answer, cancellationToken);
        return new TaskState.Answered();
    }

    public Task<CancelAnswer> CancelAsync(string taskId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _cancels);
        var task = _tasks[taskId];
        switch (Cancels)
        {
            case WireCancel.Confirms:
                task.Canceled = true;
                _bill.TryRemove(task.AttemptId, out _);
                return Task.FromResult(CancelAnswer.Confirmed);
            case WireCancel.ConfirmsAfterFinishing:
                task.Left = 0;
                return Task.FromResult(CancelAnswer.Ignored);
            default:
                return Task.FromResult(Cancels == WireCancel.Cannot ? CancelAnswer.NotPossible : CancelAnswer.Ignored);
        }
    }

    public Task<Reconciled> ReconcileAsync(LostCall call, CancellationToken cancellationToken) =>
        Task.FromResult(Finds(call));

    public async Task<ProviderAnswer> ReadAsync(
        CompiledCall call,
        AnswerSpool spool,
        CancellationToken cancellationToken
    )
    {
        Reads.Enqueue(call.Asked);
        var answer = await WireAnswer.ReadAsync(spool, cancellationToken);
        if (answer.Unreadable is { } kind)
        {
            // A refusal says itself that it is not billed.
            throw new ProviderException(
                Id,
                kind,
                kind == FailureKind.Refused || answer.ReadsAsFree ? Charge.None : Charge.Charged,
                "As scripted."
            )
            {
                CostNanos = kind == FailureKind.Refused ? 0 : null,
            };
        }

        return new ProviderAnswer(await answer.ReadPicturesAsync(spool, cancellationToken), answer.Cost);
    }

    public Task<ProviderCheck> CheckAsync(CancellationToken cancellationToken) =>
        OnCheck?.Invoke(cancellationToken) ?? Task.FromResult(new ProviderCheck(null, []));

    public string? ReadCallback(ReadOnlySpan<byte> body) => body.IsEmpty ? null : Encoding.UTF8.GetString(body);

    public Task<bool> AcceptsCallbackAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string> headers,
        CancellationToken cancellationToken
    ) => Task.FromResult(Signs?.Invoke(headers) ?? true);

    public Task<bool> HasTaskAsync(string taskId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult(_tasks.ContainsKey(taskId));
    }

    // The body is there: from here on there is a bill, whatever becomes of the answer.
    private WireTask Take(PaidCall call, WireAct act)
    {
        lock (_lock)
        {
            MostParallel = Math.Max(MostParallel, ++_parallel);
        }

        var least = (call.Pictures + PicturesPerCall - 1) / PicturesPerCall;
        if (act.Billed)
        {
            _bill[call.AttemptId] = act.Cost ?? least * Price;
        }

        _posts.Enqueue(
            new WirePost(
                call.AttemptId,
                call.Call.Model,
                call.Call.Parameters.GetString()!,
                call.Pictures,
                call.Callback
            )
        );
        var task = new WireTask($"{Id}-{call.AttemptId}", call.AttemptId, act, least * PicturesPerCall);
        if (tasks)
        {
            _tasks[task.Id] = task;
        }

        return task;
    }

    private void Fail(WireAct act, bool early)
    {
        if (act.Early != early)
        {
            return;
        }

        if (act.Breaks)
        {
            throw new InvalidOperationException("The adapter broke.");
        }

        if (act.Fails is { } kind)
        {
            throw Failure(kind, act.Charge, act.RetryAfter);
        }
    }

    private ProviderException Failure(FailureKind kind, Charge charge, TimeSpan? retryAfter = null) =>
        new(Id, kind, charge, "As scripted.") { RetryAfter = retryAfter };

    private Task WriteAsync(
        AnswerSpool spool,
        WireAct act,
        int pictures,
        string last,
        CancellationToken cancellationToken
    ) =>
        WireAnswer
            .Of(act, pictures, pictures / PicturesPerCall * Price)
            .WriteAsync(spool, act.Garbage, last, cancellationToken);
}
