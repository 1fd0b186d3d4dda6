using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Auditing;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Time;
using Npgsql;

namespace Atelier.Data.Tests.Queue;

public sealed class LaneModeTests : StoreTests
{
    [Fact]
    public async Task SetAsync_OnAgain_LocksWhatWaitedInTheOrderOfIds()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        AcceptOrder[] orders =
        [
            .. Enumerable.Range(0, 2).Select(_ => Orders.For(account)).OrderBy(order => order.GenerationId.ToString()),
        ];
        var (first, second) = (orders[0].GenerationId, orders[1].GenerationId);
        // In the table they lie the other way round.
        foreach (var order in orders.Reverse())
        {
            await AcceptAllAsync([order]);
            await House.ExecuteAsync(
                "UPDATE queue SET held_since = atelier.now() WHERE generation_id = @GenerationId",
                new { order.GenerationId }
            );
        }

        await using var connection = await House.OpenHolderAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await LockAsync(connection, transaction, first);
        var resuming = new LaneModeStore(House.Data).SetAsync(
            Open,
            LaneMode.On,
            null,
            new AuditEntry(null, null, "provider.mode"),
            Cancel
        );
        await UntilSomebodyWaitsAsync();

        // Whoever waits for the first has not the second yet.
        await LockAsync(connection, transaction, second);

        await transaction.CommitAsync(Cancel);
        await resuming;
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM queue WHERE held_since IS NOT NULL"));
    }

    [Theory]
    [InlineData("paused_until = 'infinity'")]
    [InlineData("mode = 'paused'")]
    public async Task ClaimAsync_LaneWithoutCapacityIsClosedAfterItWasFoundOpen_GivesNothing(string closed)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.For(account)]);
        await using var connection = await House.OpenHolderAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var stop = new NpgsqlCommand("LOCK TABLE queue", connection, transaction);
        await stop.ExecuteNonQueryAsync(Cancel);
        var claiming = Claims.ClaimAsync(Wish(Open), Cancel);
        await UntilSomebodyWaitsAsync();

        await House.ExecuteAsync($"UPDATE lanes SET {closed} WHERE id = @Open", new { Open });
        await transaction.CommitAsync(Cancel);

        Assert.Empty(await claiming);
    }

    private static async Task LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id)
    {
        await using var command = new NpgsqlCommand(
            "SELECT 1 FROM queue WHERE generation_id = $1 FOR UPDATE NOWAIT",
            connection,
            transaction
        );
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task UntilSomebodyWaitsAsync()
    {
        const string Waits =
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";
        while (!await House.ScalarAsync<bool>(Waits))
        {
            await TestPause.NextAsync(Cancel);
        }
    }
}
