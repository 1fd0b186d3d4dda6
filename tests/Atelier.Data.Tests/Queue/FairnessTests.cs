using Atelier.Data.Accepting;
using Atelier.Data.Tests.Stores;

namespace Atelier.Data.Tests.Queue;

/// <summary>Positions count starts: 1 is the next job that any worker takes.</summary>
public sealed class FairnessTests : StoreTests
{
    private const int Flood = 5000;

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public async Task ClaimAsync_NewcomerBehindAFlood_StartsAllTenWithinTwentyStarts(int startedBefore)
    {
        await FloodAsync(startedBefore);
        var newcomer = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var orders = Enumerable.Range(0, 10).Select(_ => Orders.For(newcomer)).ToList();
        await AcceptAllAsync(orders);

        var positions = await PositionsAsync(orders, starts: 20);

        Report(positions);
        Assert.Equal(10, positions.Count);
        Assert.Equal(2, positions[0]);
    }

    [Fact]
    public async Task ClaimAsync_FloodBehindANewcomer_IsNotStarvedEither()
    {
        await FloodAsync(startedBefore: 0);
        var newcomer = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var orders = Enumerable.Range(0, 40).Select(_ => Orders.For(newcomer)).ToList();
        await AcceptAllAsync(orders);

        Assert.InRange((await PositionsAsync(orders, starts: 40)).Count, 19, 21);
    }

    [Theory]
    [InlineData(Orders.Background, true, 5)]
    [InlineData(Orders.Background, false, 5)]
    [InlineData(Orders.Prefetch, true, 17)]
    [InlineData(Orders.Prefetch, false, 17)]
    public async Task ClaimAsync_LowerClassBehindAFlood_StartsAtItsShare(int jobClass, bool sameAccount, int expected)
    {
        var flooder = await FloodAsync(startedBefore: 300);
        var account = sameAccount ? flooder : await House.AddAccountAsync(10, cancellationToken: Cancel);
        var order = Orders.For(account, jobClass: jobClass);
        await AcceptAllAsync([order]);

        var position = Assert.Single(await PositionsAsync([order], starts: 20));

        Report([position]);
        Assert.Equal(expected, position);
    }

    [Theory]
    [InlineData(Orders.Background, 4)]
    [InlineData(Orders.Prefetch, 16)]
    public async Task ClaimAsync_TwoFloodsOfDifferentClasses_ShareByWeight(int jobClass, int weight)
    {
        await FloodAsync(startedBefore: 0);
        var other = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await Orders.FloodAsync(House, other, Open, 100, jobClass);

        var starts = 17 * 5;
        var claims = await Claims.ClaimAsync(Wish(Open, starts), Cancel);

        var share = claims.Count(claim => claim.AccountId == other);
        Report([share]);
        Assert.InRange(share, (starts / (weight + 1)) - 1, (starts / (weight + 1)) + 1);
    }

    [Fact]
    public async Task AcceptAsync_ManyOfOneAccount_QueueBehindThemselvesAsAFloodDoes()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        var flooder = await House.AddAccountAsync(0, cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 20).Select(_ => Orders.For(account, jobClass: Orders.Background)));
        await Orders.FloodAsync(House, flooder, Open, 20, Orders.Background);

        Assert.Equal(await KeysAsync(flooder), await KeysAsync(account));
        Assert.Equal("4 8 12 16", (await KeysAsync(account))![..9]);
    }

    private async Task<Guid> FloodAsync(int startedBefore)
    {
        var flooder = await House.AddAccountAsync(10, cancellationToken: Cancel);
        await Orders.FloodAsync(House, flooder, Open, Flood);
        for (var started = 0; started < startedBefore; started += 100)
        {
            await Claims.ClaimAsync(Wish(Open), Cancel);
        }

        return flooder;
    }

    private async Task<List<int>> PositionsAsync(IReadOnlyList<AcceptOrder> wanted, int starts)
    {
        var ids = wanted.Select(order => order.GenerationId).ToHashSet();
        var positions = new List<int>();
        for (var position = 1; position <= starts; position++)
        {
            var claim = Assert.Single(await Claims.ClaimAsync(Wish(Open, most: 1), Cancel));
            if (ids.Contains(claim.GenerationId))
            {
                positions.Add(position);
            }
        }

        return positions;
    }

    private Task<string?> KeysAsync(Guid account) =>
        House.ScalarAsync<string>(
            "SELECT string_agg(sort_key::text, ' ' ORDER BY sort_key) FROM queue WHERE account_id = @account",
            new { account }
        );

    private static void Report(List<int> positions) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', positions));
}
