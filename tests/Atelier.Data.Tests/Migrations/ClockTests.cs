using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Migrations;

public sealed class ClockTests : StoreTests
{
    private const string AheadSql = "SELECT extract(epoch FROM atelier.now() - clock_timestamp())::float8";

    [Fact]
    public async Task Now_ClockMoved_MovesWithItAndBack()
    {
        Assert.Equal(0, await House.ScalarAsync<double>(AheadSql), tolerance: 0.5);

        await House.MoveClockAsync(TimeSpan.FromDays(40));
        Assert.Equal(40 * 86400, await House.ScalarAsync<double>(AheadSql), tolerance: 0.5);

        await House.MoveClockAsync(TimeSpan.FromDays(-41));
        Assert.Equal(-86400, await House.ScalarAsync<double>(AheadSql), tolerance: 0.5);
    }

    [Fact]
    public async Task Now_InOneTransaction_KeepsRunning()
    {
        await using var connection = await House.Data.OpenConnectionAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT atelier.now()";
        var first = (DateTime)(await command.ExecuteScalarAsync(Cancel))!;

        var second = (DateTime)(await command.ExecuteScalarAsync(Cancel))!;

        Assert.True(second > first);
    }
}
