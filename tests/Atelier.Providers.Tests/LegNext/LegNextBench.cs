using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>The emulator's LegNext and the adapter before it, on one clock; work ends when a test says so.</summary>
internal sealed class LegNextBench : IAsyncDisposable
{
    public const string Key = "ln-secret-0123456789";

    private readonly Emulator _emulator;
    private readonly ProviderSite _site;

    private LegNextBench(Emulator emulator, FakeTimeProvider time)
    {
        _emulator = emulator;
        Time = time;
        _site = new ProviderSite(LegNextSite.Options(Key, emulator.BaseUrl("legnext")), time);
        Provider = new LegNextProvider(_site, time);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; }

    public LegNextProvider Provider { get; }

    public EmulatedWire Wire => _emulator.LegNext;

    public MemorySpool Spool { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<LegNextBench> StartAsync(bool held = true, long points = 10_000_000)
    {
        var time = new FakeTimeProvider();
        var options = new EmulatorOptions
        {
            LongestEdge = 32,
            Time = time,
            Key = Key,
            Points = points,
            TaskDuration = held ? null : TimeSpan.Zero,
        };
        return new LegNextBench(await Emulator.StartAsync(options, Cancel), time);
    }

    public void Fault(
        FaultAction action,
        string? operation = null,
        int? status = null,
        string? body = null,
        bool billed = false
    ) =>
        Wire.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = operation,
                Status = status,
                Body = body,
                Billed = billed,
            }
        );

    public static PaidCall Paid(CompiledCall call, Uri? callback = null) =>
        new(Guid.CreateVersion7(), call, 1, new MemorySpool(), new TestGuard(), new TestSources(), callback);

    /// <summary>The id of the job that the call made.</summary>
    public async Task<string> SubmitAsync(CompiledCall call, Uri? callback = null)
    {
        var submission = await Provider.SubmitAsync(Paid(call, callback), Cancel);
        return Assert.IsType<Submission.Submitted>(submission).TaskId;
    }

    public Task<string> SubmitAsync(CompileOrder order) => SubmitAsync(LegNextOrders.Compiled(order));

    /// <summary>A POST that LegNext takes and whose answer is cut.</summary>
    public async Task LoseAsync(CompiledCall call, int firstSlot = 0, Uri? callback = null)
    {
        Fault(FaultAction.CutAfter, call.Parameters.GetProperty("kind").GetString());
        var paid = Paid(call, callback) with { FirstSlot = firstSlot };
        var failure = await FailAsync(() => Provider.SubmitAsync(paid, Cancel));
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
    }

    public Task<TaskState> PollAsync(string taskId, int polls = 0) => Provider.PollAsync(taskId, polls, Spool, Cancel);

    /// <summary>The whole way of a call, to its pictures.</summary>
    public async Task<(string TaskId, ProviderAnswer Answer)> RunAsync(CompiledCall call)
    {
        var taskId = await SubmitAsync(call);
        Wire.FinishTasks();
        Assert.IsType<TaskState.Answered>(await PollAsync(taskId));
        return (taskId, await Provider.ReadAsync(call, Spool, Cancel));
    }

    /// <summary>A call lost at this time, looked for now for the first time.</summary>
    public LostCall Lost(CompiledCall call, DateTimeOffset intentAt, params LostRival[] rivals) =>
        new(Guid.CreateVersion7(), call, intentAt, Now, null, rivals, new HashSet<string>());

    /// <summary>Looks once more, some seconds later, each time as another process: it has nothing but the note.</summary>
    public async Task<(LostCall Call, Reconciled Result)> LookAsync(LostCall call, int seconds = 0)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        var look = call with { Now = Now };
        var result = await new LegNextProvider(_site, Time).ReconcileAsync(look, Cancel);
        var note = result is Reconciled.Unsure { Note: { } written } ? written : look.Note;
        return (look with { WatchedSince = look.WatchedSince ?? look.Now, Note = note }, result);
    }

    public JsonElement SentBody(string operation) =>
        JsonDocument.Parse(Wire.Calls.Last(call => call.Operation == operation).Body!).RootElement;

    public static Task<ProviderException> FailAsync(Func<Task> act) => Assert.ThrowsAsync<ProviderException>(act);

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _emulator.DisposeAsync();
    }
}
