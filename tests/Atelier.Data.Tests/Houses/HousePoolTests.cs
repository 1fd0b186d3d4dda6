using Atelier.TestKit.Houses;

namespace Atelier.Data.Tests.Houses;

/// <summary>What one test changed must not be what another fails at.</summary>
public sealed class HousePoolTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ALTER TABLE slots RENAME TO elsewhere")]
    [InlineData("ALTER TABLE ledger DISABLE TRIGGER ledger_append_only")]
    [InlineData("DROP TRIGGER ledger_append_only ON ledger")]
    [InlineData("CREATE FUNCTION atelier.more() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    public async Task GiveBackAsync_ShapeChanged_IsNotHandedOn(string change)
    {
        var house = await HousePool.TakeAsync(Cancel);
        await house.ExecuteAsync(change);

        await HousePool.GiveBackAsync(house);

        await Assert.ThrowsAnyAsync<Exception>(() => house.ScalarAsync<int>("SELECT 1"));
    }

    [Fact]
    public async Task GiveBackAsync_ClockMovedAndRowsWritten_IsKept()
    {
        var house = await HousePool.TakeAsync(Cancel);
        await house.AddAccountAsync(credits: 1, cancellationToken: Cancel);
        await house.MoveClockAsync(TimeSpan.FromHours(1));

        await HousePool.GiveBackAsync(house);

        Assert.Equal(1, await house.ScalarAsync<int>("SELECT 1"));
    }
}
