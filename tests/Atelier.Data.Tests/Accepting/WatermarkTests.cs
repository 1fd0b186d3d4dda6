using Atelier.Data.Accepting;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;
using Dapper;

namespace Atelier.Data.Tests.Accepting;

/// <summary>Whether pictures carry the mark is decided once, by the account's tier in the accept transaction.</summary>
public class WatermarkTests : StoreTests
{
    [Theory]
    [InlineData("free", true)]
    [InlineData("paid", false)]
    [InlineData("premium", false)]
    public async Task AcceptAsync_OfATier_DecidesAboutTheMark(string tier, bool marked)
    {
        var account = await House.AddAccountAsync(10, tier: tier, cancellationToken: Cancel);
        var order = Orders.For(account);

        await Accepts.AcceptAsync(order, Cancel);

        Assert.Equal(marked, await MarkedAsync(order));
        Assert.Equal(marked, (await LoadAsync(order.GenerationId))!.Watermark);
    }

    [Fact]
    public async Task AcceptAsync_OfTheOwner_IsNeverMarked()
    {
        var account = await House.AddAccountAsync(10, tier: "free", cancellationToken: Cancel);
        await House.ExecuteAsync("UPDATE accounts SET owner = true WHERE id = @account", new { account });
        var order = Orders.For(account);

        await Accepts.AcceptAsync(order, Cancel);

        Assert.False(await MarkedAsync(order));
    }

    [Theory]
    [InlineData("free", "paid", true)]
    [InlineData("paid", "free", false)]
    public async Task AcceptAsync_TierChangesAfterwards_TheDecisionStands(string before, string after, bool marked)
    {
        var account = await House.AddAccountAsync(10, tier: before, cancellationToken: Cancel);
        var old = Orders.For(account);
        await Accepts.AcceptAsync(old, Cancel);

        await SetTierAsync(account, after);
        var next = Orders.For(account);
        await Accepts.AcceptAsync(next, Cancel);

        Assert.Equal(marked, await MarkedAsync(old));
        Assert.Equal(!marked, await MarkedAsync(next));
    }

    [Fact]
    public async Task AcceptAsync_WhileTheTierChangesBackAndForthOnTwoNodes_EachHasTheTierOfItsMoment()
    {
        const int accepts = 60;
        const int changes = 20;
        var account = await House.AddAccountAsync(accepts, tier: "free", cancellationToken: Cancel);
        Accepter[] nodes = [AcceptsOn(AddNode()), AcceptsOn(AddNode())];
        var tiers = new List<(long After, string Tier)> { (0, "free") };

        await Together.RunAsync(
            accepts + 1,
            async index =>
            {
                for (var change = 0; index == accepts && change < changes; change++)
                {
                    // The account's events are numbered under its lock: this is the place of the change among the accepts.
                    var tier = change % 2 == 0 ? "paid" : "free";
                    tiers.Add((await SetTierAsync(account, tier), tier));
                }

                return index == accepts
                    ? new AcceptOutcome.Accepted()
                    : await nodes[index % 2].AcceptAsync(Orders.For(account), Cancel);
            }
        );

        await using var connection = await House.Data.OpenConnectionAsync(Cancel);
        var accepted = (
            await connection.QueryAsync<(long Seq, bool Watermark)>(
                "SELECT e.seq, g.watermark FROM events e JOIN generations g ON g.id = e.generation_id"
            )
        ).ToList();
        Assert.Equal(accepts, accepted.Count);
        Assert.All(
            accepted,
            of => Assert.Equal(tiers.Last(change => change.After < of.Seq).Tier == "free", of.Watermark)
        );
    }

    private Task<bool> MarkedAsync(AcceptOrder order) =>
        House.ScalarAsync<bool>(
            "SELECT watermark FROM generations WHERE id = @GenerationId",
            new { order.GenerationId }
        );

    private Task<long> SetTierAsync(Guid account, string tier) =>
        House.ScalarAsync<long>(
            "UPDATE accounts SET tier = @tier WHERE id = @account RETURNING event_seq",
            new { account, tier }
        );
}
