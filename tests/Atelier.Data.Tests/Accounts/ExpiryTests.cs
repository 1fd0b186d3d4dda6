using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Tests.Stores;
using Npgsql;

namespace Atelier.Data.Tests.Accounts;

public sealed class ExpiryTests : StoreTests
{
    [Fact]
    public async Task SweepAsync_OneTableFails_KeepsWhatWasDoneBefore()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await AcceptAllAsync([Orders.Keyed(account, "old")]);
        await House.MoveClockAsync(TimeSpan.FromHours(25));
        await House.ExecuteAsync("ALTER TABLE visitor_usage RENAME TO hidden");

        await Assert.ThrowsAsync<PostgresException>(() => new ExpiryStore(House.Data).SweepAsync(Cancel));

        await House.ExecuteAsync("ALTER TABLE hidden RENAME TO visitor_usage");
        Assert.Equal(0, await House.ScalarAsync<long>("SELECT count(*) FROM idempotency_keys"));
    }

    [Fact]
    public async Task SweepAsync_GuestsAddress_IsKeptForTheDayAndTwoMore()
    {
        await House.ExecuteAsync(
            """
            INSERT INTO visitor_usage (visitor, day, pictures)
            SELECT '\x01', (atelier.now() AT TIME ZONE 'UTC')::date - ago, ago FROM generate_series(0, 4) AS ago
            """
        );

        Assert.Equal(2, await new ExpiryStore(House.Data).SweepAsync(Cancel));

        Assert.Equal(2, await House.ScalarAsync<int>("SELECT max(pictures) FROM visitor_usage"));
    }

    [Fact]
    public async Task SweepAsync_SomeExpired_RemovesThoseOnly()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var sessions = new SessionStore(House.Data);
        var code = await sessions.CreateCodeAsync(account, TimeSpan.FromHours(1), Actor.Service, Cancel);
        await sessions.OpenAsync(code, TimeSpan.FromHours(1), Cancel);
        await AcceptAllAsync([Orders.Keyed(account, "old")]);
        await House.MoveClockAsync(TimeSpan.FromHours(25));
        var late = await sessions.CreateCodeAsync(account, TimeSpan.FromHours(1), Actor.Service, Cancel);
        var token = await sessions.OpenAsync(late, TimeSpan.FromHours(1), Cancel);
        var fresh = await sessions.CreateCodeAsync(account, TimeSpan.FromHours(1), Actor.Service, Cancel);
        await AcceptAllAsync([Orders.Keyed(account, "new")]);
        var expiry = new ExpiryStore(House.Data);

        Assert.Equal(2, await expiry.SweepAsync(Cancel));
        Assert.Equal(0, await expiry.SweepAsync(Cancel));

        Assert.NotNull(await sessions.FindAsync(token!, Cancel));
        Assert.NotNull(await sessions.OpenAsync(fresh, TimeSpan.FromHours(1), Cancel));
        Assert.IsType<AcceptOutcome.Replayed>(await Accepts.AcceptAsync(Orders.Keyed(account, "new"), Cancel));
        Assert.Equal(2, await House.ScalarAsync<long>("SELECT count(*) FROM generations"));
    }
}
