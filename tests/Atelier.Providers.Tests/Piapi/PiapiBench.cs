using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Imaging.Vips;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Piapi;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>The emulator's PiAPI and the adapter before it, on one clock; work ends when a test says so.</summary>
internal sealed class PiapiBench : IAsyncDisposable
{
    public const string Key = "pi-secret-0123456789";

    private readonly Emulator _emulator;
    private readonly PiapiSites _sites;

    private readonly bool _showsRunning;

    private PiapiBench(Emulator emulator, FakeTimeProvider time, bool maskAsFile, bool showsRunning)
    {
        _showsRunning = showsRunning;
        _emulator = emulator;
        Time = time;
        _sites = PiapiSite.Open(Key, time, emulator.BaseUrl("piapi"));
        Provider = new PiapiProvider(_sites, time, maskAsFile, showsRunning);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; }

    public PiapiProvider Provider { get; }

    public EmulatedWire Wire => _emulator.Piapi;

    public MemorySpool Spool { get; } = new();

    public TestSources Sources { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    public static Task<PiapiBench> StartAsync(bool showsInputs = true, bool maskAsFile = false) =>
        StartAsync(new PiapiHabits { ShowsInputs = showsInputs }, maskAsFile);

    /// <param name="showsRunning">What the adapter is told of the history; without a word, that it shows tasks which run.</param>
    public static async Task<PiapiBench> StartAsync(
        PiapiHabits habits,
        bool maskAsFile = false,
        bool showsRunning = true
    )
    {
        VipsRuntime.Start(new VipsOptions());
        var time = new FakeTimeProvider();
        var options = new EmulatorOptions
        {
            LongestEdge = 32,
            Time = time,
            Key = Key,
            TaskDuration = null,
            Piapi = habits,
        };
        return new PiapiBench(await Emulator.StartAsync(options, Cancel), time, maskAsFile, showsRunning);
    }

    public void Fault(FaultAction action, string? operation = null, int? status = null, string? body = null) =>
        Wire.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = operation,
                Status = status,
                Body = body,
            }
        );

    public PaidCall Paid(CompiledCall call, Uri? callback = null, ISendGuard? guard = null) =>
        new(Guid.CreateVersion7(), call, 1, Spool, guard ?? new TestGuard(), Sources, callback);

    /// <summary>The id of the task that the call made.</summary>
    public async Task<string> SubmitAsync(CompiledCall call, Uri? callback = null)
    {
        var submission = await Provider.SubmitAsync(Paid(call, callback), Cancel);
        return Assert.IsType<Submission.Submitted>(submission).TaskId;
    }

    public Task<TaskState> PollAsync(string taskId, int polls = 0) => Provider.PollAsync(taskId, polls, Spool, Cancel);

    /// <summary>A POST that PiAPI takes and whose answer is cut.</summary>
    public async Task<PaidCall> LoseAsync(CompiledCall call, int firstSlot = 0, Uri? callback = null)
    {
        Fault(FaultAction.CutAfter, "task");
        var paid = Paid(call, callback) with { FirstSlot = firstSlot };
        var failure = await FailAsync(() => Provider.SubmitAsync(paid, Cancel));
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
        return paid;
    }

    /// <summary>A call lost at this time, looked for now for the first time.</summary>
    public LostCall Lost(CompiledCall call, DateTimeOffset intentAt, params LostRival[] rivals) =>
        new(Guid.CreateVersion7(), call, intentAt, Now, null, rivals, new HashSet<string>());

    /// <summary>Looks once more, some seconds later, each time as another process: it has nothing but the note.</summary>
    public async Task<(LostCall Call, Reconciled Result)> LookAsync(LostCall call, int seconds = 3)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        var look = call with { Now = Now };
        var result = await new PiapiProvider(_sites, Time, historyShowsRunning: _showsRunning).ReconcileAsync(
            look,
            Cancel
        );
        var note = result is Reconciled.Unsure { Note: { } written } ? written : look.Note;
        return (look with { WatchedSince = look.WatchedSince ?? look.Now, Note = note }, result);
    }

    public ReceivedCall Sent(string operation) => Wire.Calls.Last(call => call.Operation == operation);

    public JsonElement SentBody(string operation) => JsonDocument.Parse(Sent(operation).Body!).RootElement;

    public JsonElement SentInput() => SentBody("task").GetProperty("input");

    public static Task<ProviderException> FailAsync(Func<Task> act) => Assert.ThrowsAsync<ProviderException>(act);

    public async ValueTask DisposeAsync()
    {
        _sites.Dispose();
        await _emulator.DisposeAsync();
    }
}
