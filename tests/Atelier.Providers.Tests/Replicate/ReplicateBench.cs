using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Replicate;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>The emulator's Replicate and the adapter before it, on one clock; work ends when a test says so.</summary>
internal sealed class ReplicateBench : IAsyncDisposable
{
    public const string Key = "r8_secret_0123456789";

    private readonly Emulator _emulator;
    private readonly ProviderSite _site;

    private ReplicateBench(Emulator emulator, FakeTimeProvider time)
    {
        _emulator = emulator;
        Time = time;
        _site = new ProviderSite(ReplicateSite.Options(Key, emulator.BaseUrl("replicate")), time);
        Provider = new ReplicateProvider(_site, time);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; }

    public ReplicateProvider Provider { get; }

    public EmulatedWire Wire => _emulator.Replicate;

    public TestSources Sources { get; } = new();

    public MemorySpool Spool { get; } = new();

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<ReplicateBench> StartAsync(InputEcho echo = InputEcho.AsSent)
    {
        var time = new FakeTimeProvider();
        var options = new EmulatorOptions
        {
            LongestEdge = 32,
            Time = time,
            Key = Key,
            TaskDuration = null,
            Echo = echo,
        };
        return new ReplicateBench(await Emulator.StartAsync(options, Cancel), time);
    }

    public void Fault(FaultAction action, string? operation = null, string? body = null, int? status = null) =>
        Wire.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = operation,
                Body = body,
                Status = status,
            }
        );

    public PaidCall Paid(CompiledCall call, int pictures = 1, Uri? callback = null) =>
        new(Guid.CreateVersion7(), call, pictures, Spool, new TestGuard(), Sources, callback);

    public async Task<string> SubmitAsync(PaidCall paid) =>
        Assert.IsType<Submission.Submitted>(await Provider.SubmitAsync(paid, Cancel)).TaskId;

    public Task<string> SubmitAsync(CompiledCall call) => SubmitAsync(Paid(call));

    public Task<TaskState> PollAsync(string taskId, int polls = 0) => Provider.PollAsync(taskId, polls, Spool, Cancel);

    /// <summary>The whole way of a call, to its pictures.</summary>
    public async Task<ProviderAnswer> RunAsync(CompiledCall call, int pictures = 1)
    {
        var taskId = await SubmitAsync(Paid(call, pictures));
        Wire.FinishTasks();
        Assert.IsType<TaskState.Answered>(await PollAsync(taskId));
        return await Provider.ReadAsync(call, Spool, Cancel);
    }

    /// <summary>How a prediction ends whose model says this.</summary>
    public async Task<TaskState.Failed> FailAsync(CompiledCall call, string text)
    {
        Fault(FaultAction.FailedTask, body: text);
        var taskId = await SubmitAsync(call);
        Wire.FinishTasks();
        return Assert.IsType<TaskState.Failed>(await PollAsync(taskId));
    }

    /// <summary>A POST that Replicate takes and whose answer is cut.</summary>
    public async Task<LostCall> LoseAsync(CompiledCall call, int firstSlot = 0, Uri? callback = null)
    {
        Fault(FaultAction.CutAfter, "predictions");
        var paid = Paid(call, callback: callback) with { FirstSlot = firstSlot };
        var intentAt = Now;
        var failure = await Assert.ThrowsAsync<ProviderException>(() => Provider.SubmitAsync(paid, Cancel));
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
        return Lost(call, intentAt) with { AttemptId = paid.AttemptId, FirstSlot = firstSlot, Callback = callback };
    }

    public LostCall Lost(CompiledCall call, DateTimeOffset intentAt) =>
        new(Guid.CreateVersion7(), call, intentAt, Now, null, [], new HashSet<string>());

    /// <summary>Looks some seconds later.</summary>
    public Task<Reconciled> LookAsync(LostCall call, int seconds = 3)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        return Provider.ReconcileAsync(call with { Now = Now }, Cancel);
    }

    public IReadOnlyList<ReceivedCall> CallsOf(string operation) =>
        [.. Wire.Calls.Where(call => call.Operation == operation)];

    public JsonElement SentBody() => JsonDocument.Parse(CallsOf("predictions")[^1].Body!).RootElement;

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _emulator.DisposeAsync();
    }
}
