using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.LegNext.Finding;

/// <summary>
/// What was seen so far of one lost call: when LegNext's list was read, and jobs in it that may be the call's. It lives for
/// one look; between looks it is the call's note.
/// </summary>
internal sealed class LostTaskWatch
{
    private readonly IReadOnlySet<string> _known;
    private readonly List<SeenJob> _jobs;
    private WatchNote _note;

    private LostTaskWatch(WatchNote note, IReadOnlySet<string> known)
    {
        (_note, _known) = (note, known);
        _jobs = [.. note.Jobs];
    }

    /// <summary>The watch as the looks before left it. Where their note is gone, they may have seen what nobody knows now.</summary>
    public static LostTaskWatch Of(LostCall call)
    {
        var before = call.Note is { } text ? WatchNote.Read(text) : null;
        var first = call is { Note: null, WatchedSince: null };
        return new LostTaskWatch(before ?? new WatchNote { Incomplete = !first }, call.KnownTasks);
    }

    /// <summary>Notes a look at the list, which showed it as it was at some moment between these two.</summary>
    /// <param name="jobs">Those in it that may be the call's.</param>
    public void See(DateTimeOffset began, DateTimeOffset ended, IEnumerable<SeenJob> jobs)
    {
        var gap = _note.FirstLook is null ? TimeSpan.Zero : ended - _note.LastLook;
        _note = _note with
        {
            FirstLook = _note.FirstLook ?? ended,
            LastLook = began,
            LongestGap = gap > _note.LongestGap ? gap : _note.LongestGap,
        };
        foreach (var job in jobs.Where(job => _jobs.TrueForAll(seen => seen.Id != job.Id)))
        {
            var full = _jobs.Count == WatchNote.MostJobs;
            _note = _note with { Incomplete = _note.Incomplete || full };
            _jobs.AddRange(full ? [] : [job]);
        }
    }

    /// <summary>Says what became of a job.</summary>
    public void Settle(string id, JobFate fate)
    {
        var at = _jobs.FindIndex(job => job.Id == id);
        _jobs[at] = _jobs[at] with { Fate = fate };
    }

    /// <summary>The next jobs that may still be the call's; each has its turn when there are more than are wanted.</summary>
    public IReadOnlyList<string> TakeOpen(int most)
    {
        var next = _jobs.Where(IsOpen).Take(most).ToList();
        _jobs.RemoveAll(next.Contains);
        _jobs.AddRange(next);
        return [.. next.Select(job => job.Id)];
    }

    public bool HasOpen => _jobs.Exists(IsOpen);

    /// <summary>Whether the job is known to be another's.</summary>
    public bool IsAnothers(ActiveTask task) => _jobs.Exists(job => job.Id == task.Id && job.Fate == JobFate.Anothers);

    /// <summary>Whether this job is the only one that was ever seen and may be the call's by its time.</summary>
    public bool SawOnly(string id) =>
        !_note.Incomplete
        && _jobs.Where(job => job is { Near: true, Fate: not JobFate.Anothers } && !_known.Contains(job.Id)).ToList()
            is [var only]
        && only.Id == id;

    /// <summary>Whether no job of this duration can have begun after the intent and ended unseen.</summary>
    public bool IsUnbroken(DateTimeOffset intentAt, TimeSpan shortest) =>
        !_note.Incomplete && _note.FirstLook <= intentAt + shortest && _note.LongestGap <= shortest;

    /// <summary>The note for the next look.</summary>
    public string Write() => (_note with { Jobs = _jobs }).Write();

    private bool IsOpen(SeenJob job) => job.Fate == JobFate.Open && !_known.Contains(job.Id);
}
