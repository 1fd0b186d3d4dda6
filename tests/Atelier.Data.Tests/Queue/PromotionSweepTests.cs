using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Queue;

public sealed class PromotionSweepTests : StoreTests
{
    private const string ActiveSql =
        "SELECT count(*) FROM queue WHERE account_id = @account AND state IN ('ready', 'running')";

    [Fact]
    public async Task PromoteAsync_LimitRaised_FillsTheRoomAndNoMore()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        var full = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 6).Select(_ => Orders.For(account)));
        await AcceptAllAsync(Enumerable.Range(0, 2).Select(_ => Orders.For(full)));
        var held = new HeldStore(House.Data);
        Assert.Empty(await held.PromoteAsync(Cancel));
        await House.ExecuteAsync("UPDATE accounts SET max_active = 4 WHERE id = @account", new { account });

        Assert.Equal([Open, Open, Open], await held.PromoteAsync(Cancel));

        Assert.Equal(4, await House.ScalarAsync<long>(ActiveSql, new { account }));
        Assert.Equal(1, await House.ScalarAsync<long>(ActiveSql, new { account = full }));
    }

    [Fact]
    public async Task PromoteAsync_LimitRemoved_PromotesAll()
    {
        var account = await House.AddAccountAsync(10, maxActive: 1, Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 6).Select(_ => Orders.For(account)));
        await House.ExecuteAsync("UPDATE accounts SET max_active = NULL");

        await DrainAsync(new HeldStore(House.Data));

        Assert.Equal(6, await House.ScalarAsync<long>(ActiveSql, new { account }));
    }

    [Fact]
    public async Task PromoteAsync_AllThatWaitWaitForTheirDoor_LeavesTheAccountAlone()
    {
        var account = await House.AddAccountAsync(10, maxActive: 5, Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 3).Select(_ => Orders.For(account) with { AtOnce = 1 }));
        await using var connection = await House.OpenHolderAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var holding = new NpgsqlCommand("SELECT 1 FROM accounts FOR UPDATE", connection, transaction);
        await holding.ExecuteNonQueryAsync(Cancel);

        // It would wait for the account's row, which is held until it has ended.
        var promoting = new HeldStore(House.Data).PromoteAsync(Cancel);
        Assert.Empty(await promoting.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel));

        await transaction.CommitAsync(Cancel);
        Assert.Equal(1, await House.ScalarAsync<long>(ActiveSql, new { account }));
    }

    [Fact]
    public async Task PromoteAsync_SweepersRacingEndings_NeverAboveTheLimit()
    {
        var account = await House.AddAccountAsync(40, maxActive: 2, Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 30).Select(_ => Orders.For(account)));
        await House.ExecuteAsync("UPDATE accounts SET max_active = 5");
        var (one, two) = (new HeldStore(AddNode()), new HeldStore(AddNode()));
        for (var round = 0; round < 5; round++)
        {
            var claims = await Claims.ClaimAsync(Wish(Open), Cancel);

            await Together.RunAsync(
                8,
                async index =>
                    index < claims.Count
                        ? await Ends.EndAsync(claims[index], Orders.Delivered(), Cancel) is not null
                        : await (index % 2 == 0 ? one : two).PromoteAsync(Cancel) is not null
            );

            Assert.InRange(await House.ScalarAsync<long>(ActiveSql, new { account }), 2, 5);
        }

        await DrainAsync(one);
        Assert.Equal(5, await House.ScalarAsync<long>(ActiveSql, new { account }));
    }

    private static async Task DrainAsync(HeldStore held)
    {
        while (await held.PromoteAsync(Cancel) is { Count: > 0 }) { }
    }
}
