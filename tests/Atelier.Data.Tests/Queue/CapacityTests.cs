using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Queue;

public sealed class CapacityTests : StoreTests
{
    private const string LiveSql =
        "SELECT count(*) FROM attempts WHERE lane = 'paid' AND state IN ('intent', 'submitted', 'unknown')";

    [Fact]
    [Trait("Requirement", "C-45")]
    public async Task ClaimAsync_EightClaimersInParallel_NeverAboveCapacity()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Paid, 100);
        var nodes = new[] { new ClaimStore(AddNode()), new ClaimStore(AddNode()) };
        var expected = 5;
        for (var round = 0; round < 20; round++)
        {
            var claims = await Together.RunAsync(8, index => nodes[index % 2].ClaimAsync(Wish(Paid, most: 4), Cancel));

            Assert.Equal(expected, claims.Sum(batch => batch.Count));
            Assert.Equal(5L, await House.ScalarAsync<long>(LiveSql));
            expected = 1 + (round % 5);
            await House.ExecuteAsync(
                """
                UPDATE attempts SET state = 'succeeded'
                WHERE id IN (SELECT id FROM attempts WHERE state = 'intent' LIMIT @expected)
                """,
                new { expected }
            );
        }
    }

    [Fact]
    public async Task ClaimAsync_PaidLane_WritesAnIntentForEachClaim()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Paid, 3);

        var claims = await Claims.ClaimAsync(Wish(Paid), Cancel);

        Assert.Equal(3, claims.Count);
        foreach (var claim in claims)
        {
            var intents = await House.ScalarAsync<long>(
                "SELECT count(*) FROM attempts WHERE generation_id = @GenerationId AND epoch = @Epoch AND state = 'intent'",
                claim
            );
            Assert.Equal(1, intents);
        }
    }

    [Theory]
    [InlineData("intent", 4)]
    [InlineData("submitted", 4)]
    [InlineData("unknown", 4)]
    [InlineData("answered", 5)]
    [InlineData("succeeded", 5)]
    [InlineData("failed", 5)]
    [InlineData("not_sent", 5)]
    [InlineData("written_off", 5)]
    public async Task ClaimAsync_AttemptInAState_TakesAPlaceOnlyWhileLive(string state, int free)
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Paid, 20);
        await Claims.ClaimAsync(Wish(Paid, most: 1), Cancel);
        await House.ExecuteAsync("UPDATE attempts SET state = @state", new { state });

        Assert.Equal(free, (await Claims.ClaimAsync(Wish(Paid), Cancel)).Count);
    }

    [Fact]
    public async Task ClaimAsync_CapacityLowered_WaitsUntilThereIsRoom()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Paid, 20);
        await Claims.ClaimAsync(Wish(Paid), Cancel);

        await new LaneStore(House.Data).SaveAsync([new Lane(Paid, 2, Paid: true)], Cancel);

        Assert.Empty(await Claims.ClaimAsync(Wish(Paid), Cancel));
        await House.ExecuteAsync("UPDATE attempts SET state = 'succeeded'");
        Assert.Equal(2, (await Claims.ClaimAsync(Wish(Paid), Cancel)).Count);
    }

    [Fact]
    public async Task ClaimAsync_LaneWithoutCapacity_GivesAllWithoutIntents()
    {
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Open, 90);

        Assert.Equal(90, (await Claims.ClaimAsync(Wish(Open), Cancel)).Count);
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM attempts"));
    }

    [Fact]
    public async Task AcceptAsync_LaneLockedByAClaimer_DoesNotWait()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await using var claimer = await House.OpenHolderAsync(Cancel);
        await using var transaction = await claimer.BeginTransactionAsync(Cancel);
        await using var command = claimer.CreateCommand();
        command.CommandText = ClaimStore.LockLaneSql;
        command.Parameters.Add(new() { Value = Paid });
        await command.ExecuteNonQueryAsync(Cancel);

        var accept = Accepts.AcceptAsync(Orders.For(account, Paid), Cancel);

        await accept.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);
    }

    [Fact]
    public async Task ClaimAsync_UnpaidLaneWithCapacity_RunningRowsHoldThePlaces()
    {
        await new LaneStore(House.Data).SaveAsync([new Lane(Open, 3, Paid: false)], Cancel);
        var account = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, account, Open, 20);

        var claims = await Together.RunAsync(8, _ => Claims.ClaimAsync(Wish(Open, most: 4), Cancel));
        var first = claims.SelectMany(batch => batch).ToList();
        await new LeaseStore(House.Data).HandBackFailedAsync(first[0], TimeSpan.FromHours(1), Cancel);

        Assert.Equal(3, first.Count);
        Assert.Single(await Claims.ClaimAsync(Wish(Open, most: 4), Cancel));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM attempts"));
    }
}
