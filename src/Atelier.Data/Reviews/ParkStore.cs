using Atelier.Data.Attempts;
using Atelier.Data.Connections;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Npgsql;

namespace Atelier.Data.Reviews;

/// <summary>Puts finished pictures aside until a person has decided: what the provider billed is booked, nothing else is settled.</summary>
public sealed class ParkStore(NpgsqlDataSource database)
{
    /// <summary>Parks a claimed generation that would have ended like this.</summary>
    /// <returns>Null when the claim was lost: then nothing was written.</returns>
    public async Task<Ended?> ParkAsync(Claim claim, Ending ending, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await EndStore.FenceAsync(connection, transaction, claim, ending.Paid, cancellationToken) is not { } money)
        {
            return null;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        var id = claim.GenerationId;
        batch.AddChanges(ending.Attempts);
        foreach (var (slot, image) in ending.Delivered)
        {
            batch.AddParked(id, claim.AccountId, image, slot);
        }

        foreach (var image in ending.Candidates)
        {
            batch.AddParked(id, claim.AccountId, image, slot: null);
        }

        batch.AddClearance(ending);
        EndBatch.AddSlotErrors(batch, id, ending);
        batch.AddParking(id, claim.AccountId, ending.Concerns);
        if (money.Held)
        {
            // What waits for a person runs nowhere: the next may.
            batch.Add(QueueSql.Promote, claim.AccountId);
        }

        batch.AddCommit();
        return new Ended(await EndStore.ExecuteAsync(batch, cancellationToken));
    }
}
