using Atelier.Data.Accepting;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Queue;

/// <summary>Doors at which few of an account run at once, whatever its tier (requirement C-77).</summary>
public class AtOnceTests : StoreTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(20)]
    [InlineData(2)]
    [Trait("Requirement", "C-77")]
    public async Task AcceptAsync_FortyAtOnceWhereThreeMay_RunsThreeAndNeverMore(int? maxActive)
    {
        var account = await House.AddAccountAsync(100, maxActive: maxActive ?? -1, Cancel);
        var most = Math.Min(3, maxActive ?? 3);
        var nodes = new[] { AcceptsOn(AddNode()), AcceptsOn(AddNode()) };

        await Together.RunAsync(40, index => nodes[index % 2].AcceptAsync(Few(account), Cancel));

        Assert.Equal((most, 40 - most), await CountAsync());
        var ends = new[] { EndsOn(AddNode()), EndsOn(AddNode()) };
        for (var left = 40; left > 0; )
        {
            var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
            Assert.Equal(Math.Min(most, left), claims.Count);
            await Together.RunAsync(
                claims.Count,
                index => ends[index % 2].EndAsync(claims[index], Orders.Delivered(), Cancel)
            );
            left -= claims.Count;
            Assert.Equal((Math.Min(most, left), Math.Max(0, left - most)), await CountAsync());
        }

        await AssertBalancedAsync();
    }

    [Fact]
    [Trait("Requirement", "C-77")]
    public async Task AcceptAsync_WhileThoseOfOneDoorWait_OthersPassThemByAndUrgentOnesGoFirst()
    {
        var account = await House.AddAccountAsync(100, maxActive: 10, Cancel);
        var few = Enumerable.Range(0, 4).Select(_ => Few(account)).ToList();
        var late = Few(account, Orders.Background);
        var urgent = Few(account);
        await AcceptAllAsync([.. few, late, urgent]);
        var free = Orders.For(account);
        await AcceptAllAsync([free]);
        Assert.Equal((4, 3), await CountAsync());
        Assert.Equal("ready", await QueueStateAsync(free.GenerationId));

        await Ends.CancelAsync(few[0].GenerationId, account, Cancel);
        await Ends.CancelAsync(few[1].GenerationId, account, Cancel);

        Assert.Equal("ready", await QueueStateAsync(few[3].GenerationId));
        Assert.Equal("ready", await QueueStateAsync(urgent.GenerationId));
        Assert.Equal("held", await QueueStateAsync(late.GenerationId));
    }

    private static AcceptOrder Few(Guid account, int jobClass = Orders.Interactive) =>
        Orders.For(account, jobClass: jobClass) with
        {
            AtOnce = 3,
        };

    private async Task<(int Active, int Held)> CountAsync() =>
        (
            await House.ScalarAsync<int>("SELECT count(*)::int FROM queue WHERE state IN ('ready', 'running')"),
            await House.ScalarAsync<int>("SELECT count(*)::int FROM queue WHERE state = 'held'")
        );
}
