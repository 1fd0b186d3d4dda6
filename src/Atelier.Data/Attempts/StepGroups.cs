using Atelier.Core.States;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Attempts;

/// <summary>
/// Writes steps as <see cref="StepStore"/> does. Those that neither send nor book anything, as of a task that still runs, take one
/// round trip, and share it where they come at once.
/// </summary>
public sealed class StepGroups : IDisposable
{
    private readonly StepStore _store;
    private readonly NpgsqlDataSource _database;
    private readonly WriteGroups<(Claim Claim, Step Step), StepOutcome> _groups;

    public StepGroups(StepStore store, NpgsqlDataSource database, TimeProvider time)
    {
        (_store, _database) = (store, database);
        _groups = new WriteGroups<(Claim, Step), StepOutcome>(
            async item => (await WriteAsync([item]))[0],
            WriteAsync,
            exception => exception.MayBeOfOne(),
            time
        );
    }

    /// <summary>Writes a step: all of it or nothing. It is not canceled once it began.</summary>
    public Task<StepOutcome> WriteAsync(Claim claim, Step step) =>
        IsPlain(step) ? _groups.WriteAsync((claim, step)) : _store.WriteAsync(claim, step, CancellationToken.None);

    public void Dispose() => _groups.Dispose();

    /// <summary>One transaction: an outcome for each, in their order, or an exception and nothing written.</summary>
    internal async Task<IReadOnlyList<StepOutcome>> WriteAsync(IReadOnlyList<(Claim Claim, Step Step)> items)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var batch = StepGroupBatch.Build(connection, items);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var outcomes = new StepOutcome[items.Count];
        Array.Fill(outcomes, StepOutcome.Lost);
        while (await reader.ReadAsync())
        {
            outcomes[reader.GetInt32(0) - 1] = StepOutcome.Written;
        }

        // What went wrong behind the last result is told only to who asks for the next.
        while (await reader.NextResultAsync()) { }

        return outcomes;
    }

    private static bool IsPlain(Step step) =>
        step is { Next: null, Alone: false, Passed.Count: 0 } && step.Changes.All(IsPlain);

    // It goes on: nothing is booked, and no slot left.
    private static bool IsPlain(AttemptChange change) =>
        change
            is {
                State: AttemptState.Submitted or AttemptState.Answered or AttemptState.Unknown,
                Booking: null,
                Categories.Count: 0,
            };
}
