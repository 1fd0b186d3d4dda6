using System.Collections.Concurrent;
using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.LegNext.Finding;

/// <summary>Looks for the job of a POST whose answer was lost. The README of this folder says why each answer is safe.</summary>
internal sealed class LostTaskFinder(LegNextClient client, LegNextPace pace, TimeSpan postTimeout, TimeProvider time)
{
    // Each costs a question, and a flood of them helps nobody.
    private const int MostQuestions = 10;
    private const int MostWatches = 10_000;

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<Guid, LostTaskWatch> _watches = [];

    public async Task<Reconciled> FindAsync(LostCall call, CancellationToken cancellationToken)
    {
        Forget(call.Now);
        var task = LegNextTask.Of(call.Call);
        var watch = _watches.GetOrAdd(call.AttemptId, _ => new LostTaskWatch());
        var started = time.GetTimestamp();
        var active = await client.ListActiveAsync(cancellationToken);
        var lookedAt = call.Now + time.GetElapsedTime(started);
        var unexplained = active
            .Where(other => !call.KnownTasks.Contains(other.Id) && TaskWindow.MayBe(task, call.IntentAt, other))
            .ToList();
        var near = unexplained.ToLookup(other => TaskWindow.Admits(call.IntentAt, other), other => other.Id);
        watch.Note(call.Now, lookedAt, near[true], near[false]);

        var found =
            SoleCandidate(task, call, unexplained, watch)
            ?? await FindBySeedAsync(task, call, watch, cancellationToken);
        if (found is not null)
        {
            _watches.TryRemove(call.AttemptId, out _);
            return new Reconciled.Found(found);
        }

        if (!IsNothing(task, call, watch))
        {
            return new Reconciled.Unsure();
        }

        _watches.TryRemove(call.AttemptId, out _);
        return new Reconciled.Nothing();
    }

    // The only job of the kind in our time, and in nobody else's: it is ours.
    private static string? SoleCandidate(
        LegNextTask task,
        LostCall call,
        List<ActiveTask> unexplained,
        LostTaskWatch watch
    )
    {
        var inside = unexplained.Where(other => TaskWindow.Covers(call.IntentAt, other)).ToList();
        return
            inside is [{ } only]
            && only.Kind == task.Kind
            && watch.SawOnly(only.Id, call.KnownTasks)
            && !call.Rivals.Any(rival =>
                LegNextTask.Of(rival.Call).Kind == task.Kind && TaskWindow.Covers(rival.IntentAt, only)
            )
            ? only.Id
            : null;
    }

    // A job shows its seed when it is done, and by then it is no longer in the list.
    private async Task<string?> FindBySeedAsync(
        LegNextTask task,
        LostCall call,
        LostTaskWatch watch,
        CancellationToken cancellationToken
    )
    {
        var seed = call.Rivals.Any(rival => LegNextTask.Of(rival.Call).Seed == task.Seed) ? null : task.Seed;
        foreach (var id in watch.Open(call.KnownTasks).Take(MostQuestions))
        {
            if (await client.FindJobAsync(id, cancellationToken) is not var (job, _))
            {
                continue;
            }

            if (job.Seed is { } shown && shown == seed)
            {
                return id;
            }

            if (IsAnothers(task, job))
            {
                watch.Exclude(id);
            }
            else if (job is { IsFailed: true, Consumed: 0 })
            {
                watch.Settle(id);
            }
        }

        return null;
    }

    // That a job shows the seed of its text is known of new pictures only; elsewhere another seed proves nothing.
    private static bool IsAnothers(LegNextTask task, LegNextJob job) =>
        job.Kind == LegNextKinds.Diffusion && task.Seed is { } ours && job.Seed is { } shown && shown != ours;

    private bool IsNothing(LegNextTask task, LostCall call, LostTaskWatch watch) =>
        ShortestOf(task) is { } shortest
        && watch.IsUnbroken(call.IntentAt, shortest)
        && call.Now >= call.IntentAt + postTimeout
        && !watch.Open(call.KnownTasks).Any();

    // Turbo is sold as the faster one, without a figure; of cutting out LegNext gives no times at all.
    private TimeSpan? ShortestOf(LegNextTask task) =>
        task.Kind == LegNextKinds.RemoveBackground ? null
        : task.Turbo ? pace.ShortestTask / 2
        : pace.ShortestTask;

    private void Forget(DateTimeOffset now)
    {
        foreach (var (attempt, watch) in _watches)
        {
            if (now - watch.LastLook > Forgotten || _watches.Count > MostWatches)
            {
                _watches.TryRemove(attempt, out _);
            }
        }
    }
}
