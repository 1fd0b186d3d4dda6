using System.Security.Cryptography;
using System.Text;
using Atelier.Providers.Piapi.Tasks;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Piapi.Finding;

/// <summary>
/// Compares a task with a lost call: by the address that it calls back, by model, words and seed. What a task does not show proves
/// nothing.
/// </summary>
internal static class TaskMarks
{
    private const int IdLength = 36;

    public static Likeness Of(LostCall call, PiapiTask task, PiapiJob job)
    {
        if (CallsUs(call, job))
        {
            return Likeness.Ours;
        }

        if (CallsAnother(call, job) || !IsOfKind(task, job))
        {
            return Likeness.Anothers;
        }

        if (job is { IsOver: true, IsFree: true })
        {
            return Likeness.Free;
        }

        if (!IsLike(task, call.FirstSlot, job))
        {
            return Likeness.Unlike;
        }

        // The seed is one of two thousand million, so with the same words it is nobody else's, unless we sent the same twice.
        var certain =
            task.SeedAt(call.FirstSlot) is not null
            && job.Seed is not null
            && job.Prompt is not null
            && !call.Rivals.Any(rival => IsOf(rival, job));
        return certain ? Likeness.Ours : Likeness.Alike;
    }

    /// <summary>Whether nothing speaks against the task being that of this other call.</summary>
    public static bool IsOf(LostRival rival, PiapiJob job) =>
        PiapiTask.Find(rival.Call) is { } task && IsOfKind(task, job) && IsLike(task, rival.FirstSlot, job);

    private static bool IsOfKind(PiapiTask task, PiapiJob job) =>
        (job.Model is null || job.Model == task.Model) && (job.TaskType is null || job.TaskType == task.TaskType);

    private static bool IsLike(PiapiTask task, int firstSlot, PiapiJob job) =>
        (job.Prompt is null || job.Prompt == task.Prompt())
        && (job.Seed is null || task.SeedAt(firstSlot) is not { } seed || job.Seed == seed);

    private static bool CallsUs(LostCall call, PiapiJob job) =>
        call.Callback is { } ours
        && job.Callback is { } shown
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(shown.AbsoluteUri),
            Encoding.UTF8.GetBytes(ours.AbsoluteUri)
        );

    // Any other address proves nothing: ours may have been another when the call was sent, and it may be shown cut or masked.
    private static bool CallsAnother(LostCall call, PiapiJob job)
    {
        return call.Callback?.AbsoluteUri is { } ours
            && job.Callback?.AbsoluteUri is { } shown
            && ours.IndexOf(call.AttemptId.ToString(), StringComparison.Ordinal) is > 0 and var at
            && shown.Length == ours.Length
            && shown.StartsWith(ours[..at], StringComparison.Ordinal)
            && Guid.TryParseExact(shown.AsSpan(at, IdLength), "D", out var attempt)
            && attempt != call.AttemptId;
    }
}
