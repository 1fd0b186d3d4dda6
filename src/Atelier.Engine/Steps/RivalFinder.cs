using Atelier.Data.Attempts;
using Atelier.Engine.Planning;
using Atelier.Providers.Calls;
using Atelier.Providers.Reconciling;

namespace Atelier.Engine.Steps;

/// <summary>Finds other lost calls that a task of the provider could belong to as well, and tasks that are spoken for.</summary>
internal sealed class RivalFinder(RivalStore store)
{
    public async Task<(IReadOnlyList<LostRival> Rivals, IReadOnlySet<string> KnownTasks)> FindAsync(
        AttemptRow attempt,
        CancellationToken cancellationToken
    )
    {
        var rows = await store.LostAsync(attempt.Lane, attempt.Id, cancellationToken);
        var rivals = rows.Where(row => row.CallsJson is not null)
            .Select(row => new LostRival(
                PlanJson.Read<IReadOnlyList<CompiledCall>>(row.CallsJson!)[row.Link],
                row.IntentAt,
                row.FirstSlot
            ))
            .ToList();
        return (rivals, await store.TasksSinceAsync(attempt.Lane, attempt.IntentAt, cancellationToken));
    }
}
