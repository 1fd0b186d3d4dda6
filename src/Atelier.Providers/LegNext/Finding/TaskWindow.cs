using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.LegNext.Finding;

/// <summary>When the job of a call can have been made.</summary>
internal static class TaskWindow
{
    // A call is sent at most 5 s after its intent; the rest is LegNext's time to make the job.
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    // Their times have whole seconds, and two clocks never quite agree.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    // Jobs that may be ours if the clocks disagree badly: never adopted for their time, but never overlooked either.
    private static readonly TimeSpan Doubt = TimeSpan.FromMinutes(2);

    /// <summary>Whether the job was made in the time of a call of this intent.</summary>
    public static bool Covers(DateTimeOffset intentAt, ActiveTask job) =>
        job.CreatedAt is { } made && made >= intentAt - Before && made <= intentAt + After;

    /// <summary>Whether no call can have made the job whose intent came after this moment.</summary>
    public static bool IsBefore(DateTimeOffset moment, ActiveTask job) =>
        job.CreatedAt is { } made && made < moment - Before;

    /// <summary>Whether nothing in the job's time speaks against the call of this intent.</summary>
    public static bool Admits(DateTimeOffset intentAt, ActiveTask job) =>
        job.CreatedAt is null || Covers(intentAt, job);

    /// <summary>Whether the job may be the call's with clocks that are wrong by minutes, or when it does not tell its time.</summary>
    public static bool MayBe(LegNextTask task, DateTimeOffset intentAt, ActiveTask job) =>
        (job.Kind is null || job.Kind == task.Kind)
        && (job.CreatedAt is not { } made || (made >= intentAt - Doubt && made <= intentAt + After + Doubt));
}
