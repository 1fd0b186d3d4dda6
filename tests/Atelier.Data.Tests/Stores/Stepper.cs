using Atelier.Data.Attempts;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Tests.Stores;

/// <summary>One of the two ways to write a step: each by itself, or in groups where it sends and books nothing.</summary>
internal sealed class Stepper(NpgsqlDataSource node, bool grouped)
{
    private readonly StepStore _store = new(node);
    private readonly StepGroups? _groups = grouped
        ? new StepGroups(new StepStore(node), node, TimeProvider.System)
        : null;

    public Task<StepOutcome> WriteAsync(Claim claim, Step step, CancellationToken cancellationToken) =>
        _groups?.WriteAsync(claim, step) ?? _store.WriteAsync(claim, step, cancellationToken);
}
