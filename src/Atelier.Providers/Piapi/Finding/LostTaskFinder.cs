using Atelier.Providers.Failures;
using Atelier.Providers.Piapi.Tasks;
using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Piapi.Finding;

/// <summary>
/// Looks for the task of a POST whose answer was lost: in the history of that time, and in the tasks themselves, which may show
/// what they were told. A task is adopted when it shows our address, or our words and seed; else when it is the only one of the
/// window that could be ours, and could be nobody else's. Two that are alike stay open.
/// </summary>
/// <param name="showsRunning">Whether the history shows tasks before they have ended. Its documentation does not say.</param>
internal sealed class LostTaskFinder(PiapiClient client, PiapiPace pace, TimeSpan postTimeout, bool showsRunning)
{
    // Each costs a question, and a flood of them helps nobody.
    private const int MostQuestions = 10;
    private const int MostPages = 20;

    // A call is sent at most 5 s after its intent; the rest is PiAPI's time to make the task.
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    // Their times may have whole seconds, and two clocks never quite agree.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    // Tasks that may be ours if the clocks disagree badly: never adopted for their time, but never overlooked either.
    private static readonly TimeSpan Doubt = TimeSpan.FromMinutes(2);

    public async Task<Reconciled> FindAsync(PiapiTask task, LostCall call, CancellationToken cancellationToken)
    {
        var note = FinderNote.Read(call.Note);
        var listed = await ListAsync(call, cancellationToken);
        var unknown = listed?.Where(line => !call.KnownTasks.Contains(line.Id) && !note.Settled.Contains(line.Id));
        if (unknown is null)
        {
            return new Reconciled.Unsure(note.Write());
        }

        var alike = new List<(PiapiJob Job, DateTimeOffset? CreatedAt)>();
        var (asked, doubts) = (0, 0);
        // Those of the window first; the sort is stable, so PiAPI's order is kept otherwise.
        var candidates = unknown.OrderByDescending(line => Covers(call.IntentAt, line.CreatedAt)).ToList();
        foreach (var (id, listedAt) in candidates)
        {
            if (++asked > MostQuestions)
            {
                return new Reconciled.Unsure(note.Write());
            }

            if (await FindJobAsync(id, cancellationToken) is not { } job)
            {
                return new Reconciled.Unsure(note.Write());
            }

            var createdAt = listedAt ?? job.CreatedAt;
            switch (TaskMarks.Of(call, task, job))
            {
                case Likeness.Ours:
                    return new Reconciled.Found(id);
                case Likeness.Alike:
                    alike.Add((job, createdAt));
                    break;
                case Likeness.Unlike when createdAt is null || Covers(call.IntentAt, createdAt):
                    doubts++;
                    break;
                case Likeness.Free:
                    break;
                default:
                    note = note.With(id);
                    break;
            }
        }

        return Sole(call, alike) is { } sole ? new Reconciled.Found(sole)
            : IsNothing(call, alike.Count + doubts) ? new Reconciled.Nothing()
            : new Reconciled.Unsure(note.Write());
    }

    // The only one that could be ours, in our time and in nobody else's. A call that began just now is no rival yet, so a task of
    // this moment has to wait for the next look.
    private static string? Sole(LostCall call, List<(PiapiJob Job, DateTimeOffset? CreatedAt)> alike) =>
        alike.Where(found => Covers(call.IntentAt, found.CreatedAt)).ToList() is [var (job, createdAt)]
        && createdAt < call.Now - Before
        && !call.Rivals.Any(rival => Covers(rival.IntentAt, createdAt) && TaskMarks.IsOf(rival, job))
            ? job.Id
            : null;

    // Where the history shows a task only when it ended, one that is not there may still run, however long: it would be billed, and
    // in no book. So nothing is ever known to be nothing there, and the risk stays until an operator has looked.
    private bool IsNothing(LostCall call, int open) =>
        showsRunning && open == 0 && call.Now >= call.SentBy + postTimeout + pace.LongestTask;

    private async Task<List<(string Id, DateTimeOffset? CreatedAt)>?> ListAsync(
        LostCall call,
        CancellationToken cancellationToken
    )
    {
        var (from, to) = (call.IntentAt - Doubt, call.IntentAt + After + Doubt);
        var tasks = new List<(string Id, DateTimeOffset? CreatedAt)>();
        var read = 0;
        for (var page = 1; page <= MostPages; page++)
        {
            // By time alone: how the history names models is not said, and a filter that fits none would show nothing.
            if (await client.ListAsync(from, to, page, cancellationToken) is not { } lines)
            {
                return null;
            }

            tasks.AddRange(lines.Tasks.Where(line => line.CreatedAt is not { } made || (made >= from && made <= to)));
            read += lines.Tasks.Count;
            if (lines.IsLast(read))
            {
                // Pages move while they are read.
                return [.. tasks.DistinctBy(line => line.Id)];
            }
        }

        return null;
    }

    // Null when it could not be asked; the others are asked again at the next look.
    private async Task<PiapiJob?> FindJobAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.FindTaskAsync(id, cancellationToken);
        }
        catch (ProviderException)
        {
            return null;
        }
    }

    private static bool Covers(DateTimeOffset intentAt, DateTimeOffset? createdAt) =>
        createdAt >= intentAt - Before && createdAt <= intentAt + After;
}
