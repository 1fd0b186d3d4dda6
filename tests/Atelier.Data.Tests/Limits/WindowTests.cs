using Atelier.Data.Accounts;
using Atelier.Data.Limits;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Limits;

public sealed class WindowTests : StoreTests
{
    private const string Scope = "uploads";

    private static readonly WindowLimit Three = new(3, TimeSpan.FromHours(1));
    private static readonly byte[] Ann = [1];
    private static readonly byte[] Ben = [2];

    private WindowStore Sut => new(House.Data);

    [Fact]
    public async Task TakeAsync_UpToTheLimit_CountsDownAndThenRefuses()
    {
        Assert.Equal((true, 2), await TakeAsync(Ann));
        Assert.Equal((true, 1), await TakeAsync(Ann));
        Assert.Equal((true, 0), await TakeAsync(Ann));
        Assert.Equal((false, 0), await TakeAsync(Ann));

        Assert.Equal((true, 2), await TakeAsync(Ben));
        Assert.True((await Sut.TakeAsync("other", Ann, Three, Cancel)).Allowed);
    }

    [Fact]
    public async Task TakeAsync_HourIsOver_BeginsAnew()
    {
        for (var call = 0; call < 3; call++)
        {
            await TakeAsync(Ann);
        }

        var refused = await Sut.TakeAsync(Scope, Ann, Three, Cancel);
        Assert.InRange(refused.ResetsIn, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        await House.MoveClockAsync(refused.ResetsIn + TimeSpan.FromSeconds(1));

        Assert.Equal((true, 2), await TakeAsync(Ann));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TakeAsync_HundredAtOnceOnTwoNodes_AllowExactlyTheLimit(bool flushed)
    {
        var nodes = new[] { new WindowStore(AddNode()), new WindowStore(AddNode()) };
        var limit = new WindowLimit(20, TimeSpan.FromMinutes(15));

        var uses = await Together.RunAsync(
            100,
            index => nodes[index % 2].TakeAsync(Scope, Ann, limit, flushed, Cancel)
        );

        Assert.Equal(20, uses.Count(use => use.Allowed));
        Assert.Equal(20, await House.ScalarAsync<int>("SELECT used FROM call_windows"));
    }

    [Fact]
    public async Task LookAsync_AnyState_TakesNothing()
    {
        Assert.Equal(new WindowUse(Allowed: true, 3, TimeSpan.Zero), await Sut.LookAsync(Scope, Ann, Three, Cancel));
        for (var call = 0; call < 3; call++)
        {
            await TakeAsync(Ann);
        }

        var full = await Sut.LookAsync(Scope, Ann, Three, Cancel);

        Assert.Equal((false, 0), (full.Allowed, full.Left));
        Assert.InRange(full.ResetsIn, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        await House.MoveClockAsync(TimeSpan.FromHours(2));
        Assert.True((await Sut.LookAsync(Scope, Ann, Three, Cancel)).Allowed);
    }

    [Fact]
    public async Task SweepAsync_WindowsThatEnded_Go()
    {
        await TakeAsync(Ann);
        await House.MoveClockAsync(TimeSpan.FromMinutes(50));
        await TakeAsync(Ben);
        await House.MoveClockAsync(TimeSpan.FromMinutes(20));

        Assert.Equal(1, await new ExpiryStore(House.Data).SweepAsync(Cancel));

        Assert.Equal(Ben, await House.ScalarAsync<byte[]>("SELECT subject FROM call_windows"));
    }

    private async Task<(bool Allowed, int Left)> TakeAsync(byte[] subject)
    {
        var use = await Sut.TakeAsync(Scope, subject, Three, Cancel);
        return (use.Allowed, use.Left);
    }
}
