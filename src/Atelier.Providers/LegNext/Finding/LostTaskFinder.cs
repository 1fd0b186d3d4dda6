using Atelier.Providers.Failures;
using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.LegNext.Finding;

/// <summary>
/// Looks for the job of a POST whose answer was lost. What it must remember goes into the call's note, so any node can look
/// next. The README of this folder says why each answer is safe.
/// </summary>
internal sealed class LostTaskFinder(LegNextClient client, LegNextPace pace, TimeSpan postTimeout, TimeProvider time)
{
    // Each costs a question, and a flood of them helps nobody.
    private const int MostQuestions = 10;

    public async Task<Reconciled> FindAsync(LostCall call, CancellationToken cancellationToken)
    {
        var task = LegNextTask.Of(call.Call);
        var watch = LostTaskWatch.Of(call);
        var active = await LookAsync(task, call, watch, cancellationToken);
        try
        {
            if (await FindByMarkAsync(task, call, watch, cancellationToken) is { } marked)
            {
                return new Reconciled.Found(marked);
            }
        }
        catch (ProviderException)
        {
            // The list was read, and that must not be lost. The jobs are asked again at the next look.
            return new Reconciled.Unsure(watch.Write());
        }

        return SoleCandidate(task, call, active, watch) is { } sole ? new Reconciled.Found(sole)
            : IsNothing(task, call, watch) ? new Reconciled.Nothing()
            : new Reconciled.Unsure(watch.Write());
    }

    // Jobs under way now that nobody knows, and that may be the call's.
    private async Task<List<ActiveTask>> LookAsync(
        LegNextTask task,
        LostCall call,
        LostTaskWatch watch,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var active = await client.ListActiveAsync(cancellationToken);
        var lookedAt = call.Now + time.GetElapsedTime(started);
        var unexplained = active
            .Where(other => !call.KnownTasks.Contains(other.Id) && TaskWindow.MayBe(task, call.IntentAt, other))
            .ToList();
        watch.See(
            call.Now,
            lookedAt,
            unexplained.Select(other => new SeenJob(other.Id, TaskWindow.Admits(call.IntentAt, other)))
        );
        return unexplained;
    }

    // A job shows its callback at once, if at all. Its seed it shows when it is done, and is no longer in the list.
    private async Task<string?> FindByMarkAsync(
        LegNextTask task,
        LostCall call,
        LostTaskWatch watch,
        CancellationToken cancellationToken
    )
    {
        var ours = task.SeedAt(call.FirstSlot);
        var shared = call.Rivals.Any(rival => LegNextTask.Of(rival.Call).SeedAt(rival.FirstSlot) == ours);
        foreach (var id in watch.TakeOpen(MostQuestions))
        {
            if (await client.FindJobAsync(id, cancellationToken) is not var (job, _))
            {
                continue;
            }

            if (CallbackMark.IsOurs(call, job))
            {
                return id;
            }

            if (CallbackMark.IsAnothers(call, job) || IsAnothers(ours, job))
            {
                watch.Settle(id, JobFate.Anothers);
            }
            else if (!shared && ours is not null && job.Seed == ours)
            {
                return id;
            }
            else if (job is { IsFailed: true, Consumed: 0 })
            {
                watch.Settle(id, JobFate.Free);
            }
        }

        return null;
    }

    // That a job shows the seed of its text is known of new pictures only; elsewhere another seed proves nothing.
    private static bool IsAnothers(long? ours, LegNextJob job) =>
        job.Kind == LegNextKinds.Diffusion && ours is not null && job.Seed is not null && job.Seed != ours;

    // The only job of the kind in our time, and in nobody else's: it is ours. A call that began just now is no rival yet,
    // so a job of this moment has to wait for the next look.
    private static string? SoleCandidate(LegNextTask task, LostCall call, List<ActiveTask> active, LostTaskWatch watch)
    {
        var inside = active
            .Where(other => TaskWindow.Covers(call.IntentAt, other) && !watch.IsAnothers(other))
            .ToList();
        return
            inside is [{ } only]
            && only.Kind == task.Kind
            && TaskWindow.IsBefore(call.Now, only)
            && watch.SawOnly(only.Id)
            && !call.Rivals.Any(rival =>
                LegNextTask.Of(rival.Call).Kind == task.Kind && TaskWindow.Covers(rival.IntentAt, only)
            )
            ? only.Id
            : null;
    }

    private bool IsNothing(LegNextTask task, LostCall call, LostTaskWatch watch) =>
        ShortestOf(task) is { } shortest
        && watch.IsUnbroken(call.IntentAt, shortest)
        && call.IsOver(postTimeout)
        && !watch.HasOpen;

    // Turbo is sold as the faster one, without a figure; of cutting out LegNext gives no times at all.
    private TimeSpan? ShortestOf(LegNextTask task) =>
        task.Kind == LegNextKinds.RemoveBackground ? null
        : task.Turbo ? pace.ShortestTask / 2
        : pace.ShortestTask;
}
