using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>A prediction: what it makes, what it costs, and how often it was asked for.</summary>
internal sealed class ReplicatePrediction(string id, ReplicateOrder order, DateTimeOffset createdAt, FaultRule? fault)
    : EmulatedTask(id, "predictions", createdAt, fault)
{
    private const int VanishedFree = 1;
    private const int VanishedBilled = 2;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private int _polls;
    private int _expiries;
    private int _vanished;
    private int _canceled;

    public ReplicateOrder Order => order;

    public required int Call { get; init; }

    public required string BaseUrl { get; init; }

    /// <summary>How it shows what it was told.</summary>
    public required InputEcho Echo { get; init; }

    public bool Vanished => Volatile.Read(ref _vanished) != 0;

    public bool Canceled => Volatile.Read(ref _canceled) != 0;

    public bool Started => Volatile.Read(ref _polls) > 0 || (Stage != TaskStage.Running && !Canceled);

    /// <summary>URLs given out before the last expiry are dead.</summary>
    public int UrlAge => Volatile.Read(ref _expiries);

    public string Status =>
        Stage switch
        {
            _ when Canceled && Stage != TaskStage.Running => "canceled",
            TaskStage.Done => "succeeded",
            TaskStage.Failed => "failed",
            _ => Volatile.Read(ref _polls) < 2 ? "starting" : "processing",
        };

    /// <summary>Seconds that its card ran; a failed run ends half-way.</summary>
    public decimal Seconds =>
        !Started ? 0
        : Status == "succeeded" ? order.Seconds
        : order.Seconds / 2;

    /// <summary>By the picture, only what came; by the second, whatever ran.</summary>
    public long NanoDollars =>
        order.Model.IsOfficial
            ? (BillsPictures ? order.Pictures : 0) * order.Model.NanosPerPicture
            : (long)(Seconds * order.Model.NanosPerSecond);

    public bool IsBilled =>
        Volatile.Read(ref _vanished) switch
        {
            0 => NanoDollars > 0,
            var vanished => vanished == VanishedBilled,
        };

    /// <summary>By the picture, whether those it makes are billed.</summary>
    public bool BillsPictures =>
        Status == "succeeded" || Fault is { Billed: true } || Volatile.Read(ref _vanished) == VanishedBilled;

    public string? ErrorText =>
        Stage == TaskStage.Failed && !Canceled ? Fault?.Body ?? "Prediction failed for an unknown reason." : null;

    /// <summary>The API deletes what belongs to a prediction an hour after its end.</summary>
    public bool RemovedAt(DateTimeOffset now) => EndedAt is { } ended && now >= ended + Kept;

    public JsonElement Input => order.Input;

    /// <summary>Each poll moves a running prediction on.</summary>
    public void Poll()
    {
        if (Stage == TaskStage.Running)
        {
            Interlocked.Increment(ref _polls);
        }
    }

    public void Cancel() => Interlocked.Exchange(ref _canceled, 1);

    public void Expire() => Interlocked.Increment(ref _expiries);

    /// <summary>Unknown from now on, and billed or not; what came first stays.</summary>
    public void Vanish(bool billed) =>
        Interlocked.CompareExchange(ref _vanished, billed ? VanishedBilled : VanishedFree, 0);
}
