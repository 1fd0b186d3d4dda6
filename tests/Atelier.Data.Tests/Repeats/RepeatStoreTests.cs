using Atelier.Data.Accepting;
using Atelier.Data.Repeats;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Atelier.TestKit.Time;
using Npgsql;

namespace Atelier.Data.Tests.Repeats;

/// <summary>Equal requests find the generation that answers them already.</summary>
public class RepeatStoreTests : StoreTests
{
    private static readonly byte[] Print = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private RepeatStore Repeats => new(House.Data);

    [Fact]
    [Trait("Requirement", "C-78")]
    public async Task FindAsync_RunningGeneration_IsItsAccountsOwnForAMonth()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var other = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.For(account) with { Repeat = Print };
        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));

        Assert.Equal(order.GenerationId, await FindAsync(account, Print));
        Assert.Null(await FindAsync(other, Print));
        Assert.Null(await FindAsync(account, [.. Print.Reverse()]));
        await House.MoveClockAsync(Month);
        Assert.Null(await FindAsync(account, Print));
    }

    [Fact]
    public async Task FindAsync_CanceledMeanwhile_IsNothing()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await Accepts.AcceptAsync(Orders.For(account) with { Repeat = Print }, Cancel);
        await House.ExecuteAsync("UPDATE generations SET cancel_requested_at = atelier.now()");

        Assert.Null(await FindAsync(account, Print));
    }

    [Fact]
    public async Task AcceptAsync_EqualOrdersAtOnce_AllRunAndOneIsFound()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var orders = Enumerable.Range(0, 8).Select(_ => Orders.For(account) with { Repeat = Print }).ToList();

        var outcomes = await Together.RunAsync(orders.Count, index => Accepts.AcceptAsync(orders[index], Cancel));

        Assert.All(outcomes, outcome => Assert.IsType<AcceptOutcome.Accepted>(outcome));
        Assert.Contains((await FindAsync(account, Print))!.Value, orders.Select(order => order.GenerationId));
        Assert.Equal(1, await House.ScalarAsync<long>("SELECT count(*) FROM repeats"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WaitAsync_CallerCancelsInTheSameMoment_IsNotPutAside(bool canceled)
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        await using var connection = new NpgsqlConnection(House.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var wish = new NpgsqlCommand(
            $"SELECT 1 FROM queue FOR UPDATE; UPDATE generations SET cancel_requested_at = atelier.now() WHERE {canceled}",
            connection,
            transaction
        );
        await wish.ExecuteNonQueryAsync(Cancel);

        var waiting = Repeats.WaitAsync(claim, Guid.CreateVersion7(), Cancel);
        const string Blocked =
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";
        while (!await House.ScalarAsync<bool>(Blocked))
        {
            Assert.False(waiting.IsCompleted);
            await TestPause.NextAsync(Cancel);
        }

        await transaction.CommitAsync(Cancel);

        Assert.Equal(!canceled, await waiting);
        Assert.Equal(canceled ? "running" : "held", await House.ScalarAsync<string>("SELECT state FROM queue"));
    }

    private async Task<Guid?> FindAsync(Guid account, byte[] print) =>
        (await Repeats.FindAsync(account, print, Month, "openai", "gpt", Cancel))?.Id;
}
