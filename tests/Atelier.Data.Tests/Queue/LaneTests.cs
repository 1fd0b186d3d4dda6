using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Queue;

public sealed class LaneTests : StoreTests
{
    private LaneStore Lanes => new(House.Data);

    [Fact]
    public async Task SaveAsync_ChangedCatalogue_KeepsVirtualTimePausesAndVanishedLanes()
    {
        await House.ExecuteAsync("UPDATE lanes SET vtime = 77, paused_until = '2030-01-01'");

        await Lanes.SaveAsync([new Lane("new", 3, Paid: true), new Lane(Open, 9, Paid: true)], Cancel);

        Assert.Equal(
            "new 3 t 0, open 9 t 77 2030, paid 5 t 77 2030",
            await House.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', id, capacity, paid, vtime,
                  CASE WHEN isfinite(paused_until) THEN extract(year FROM paused_until) END), ', ' ORDER BY id) FROM lanes
                """
            )
        );
    }

    [Fact]
    public async Task SaveAsync_Unchanged_WritesNoRow()
    {
        const string VersionsSql = "SELECT string_agg(id || xmin, ' ' ORDER BY id) FROM lanes";
        var before = await House.ScalarAsync<string>(VersionsSql);

        await Lanes.SaveAsync([new Lane(Paid, 5, Paid: true), new Lane(Open, null, Paid: false)], Cancel);

        Assert.Equal(before, await House.ScalarAsync<string>(VersionsSql));
    }

    [Fact]
    public async Task SaveAsync_ManyNodesAtOnceInAnyOrder_AllSucceed()
    {
        var nodes = new[] { new LaneStore(AddNode()), new LaneStore(AddNode()) };
        var lanes = Enumerable
            .Range(0, 10)
            .Select(number => new Lane($"lane {number}", 1 + number, Paid: true))
            .ToList();

        await Together.RunAsync(
            8,
            async index =>
            {
                await nodes[index % 2].SaveAsync([.. index < 4 ? lanes : lanes.AsEnumerable().Reverse()], Cancel);
                return true;
            }
        );

        Assert.Equal(12, await House.ScalarAsync<long>("SELECT count(*) FROM lanes"));
    }
}
