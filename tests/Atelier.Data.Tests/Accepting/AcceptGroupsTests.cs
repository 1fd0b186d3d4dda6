using System.Security.Cryptography;
using System.Text;
using Atelier.Data.Accepting;
using Atelier.Data.Connections;
using Atelier.Data.Limits;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Accepting;

public sealed class AcceptGroupsTests : StoreTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task WriteAsync_ManyOrders_DecidesAndWritesAsOneByOne(int seed)
    {
        var lots = new Lots((ulong)seed);
        var other = await HousePool.TakeAsync(Cancel);
        var twins = new TwinHouses(House, other);
        var accounts = await twins.PrepareAsync(seed % 2 == 0 ? 1500 : null, Cancel);
        var (groups, store) = (GroupsOn(House.Data), new AcceptStore(other.Data));
        var outcomes = new List<AcceptOutcome>();
        for (var round = 0; round < 3; round++)
        {
            var orders = Enumerable.Range(0, 1 + lots.Draw(24)).Select(_ => Draw(lots, accounts)).ToList();

            var together = (await groups.WriteAsync(orders)).Select(written => written.Outcome).ToList();
            var oneByOne = new List<AcceptOutcome>();
            foreach (var order in orders)
            {
                oneByOne.Add(await store.AcceptAsync(order, Cancel));
            }

            Assert.Equal(oneByOne.Select(Timeless), together.Select(Timeless));
            outcomes.AddRange(together);
        }

        Assert.Contains(outcomes, outcome => outcome is AcceptOutcome.Accepted);
        Assert.Contains(outcomes, outcome => outcome is not AcceptOutcome.Accepted);
        await twins.AssertSameAsync(Cancel);
        await HousePool.GiveBackAsync(other, passed: true);
    }

    [Fact]
    public async Task AcceptAsync_OneThatTheDatabaseRefuses_FailsAlone()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        using var groups = GroupsOn(House.Data);
        var orders = Enumerable.Range(0, 20).Select(_ => Orders.For(account)).ToList();
        orders[7] = orders[7] with { Lane = "no such lane" };
        orders[11] = orders[11] with { AccountId = Guid.CreateVersion7() };

        var outcomes = await Together.RunAsync(
            orders.Count,
            async index =>
            {
                var accept = groups.AcceptAsync(orders[index], Cancel);
                await Task.WhenAny(accept);
                return accept;
            }
        );

        Assert.IsType<PostgresException>(outcomes[7].Exception!.InnerException);
        Assert.IsType<InvalidOperationException>(outcomes[11].Exception!.InnerException);
        Assert.Equal(18, outcomes.Count(outcome => outcome.IsCompletedSuccessfully));
        Assert.Equal(18L, await House.ScalarAsync<long>("SELECT count(*) FROM queue"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task AcceptAsync_TwoNodesAndOneByOneAtOnce_NoDeadlockAndNothingBelowZero()
    {
        var accounts = new List<Guid>();
        for (var index = 0; index < 8; index++)
        {
            accounts.Add(await House.AddAccountAsync(20, cancellationToken: Cancel));
        }

        using var one = GroupsOn(AddNode());
        using var two = GroupsOn(AddNode());
        var single = new AcceptStore(AddNode());
        var outcomes = await Together.RunAsync(
            300,
            index =>
            {
                var order = Orders.For(accounts[(index * 5) % 8]);
                return (index % 5) switch
                {
                    0 => single.AcceptAsync(order, Cancel),
                    1 or 2 => one.AcceptAsync(order, Cancel),
                    _ => two.AcceptAsync(order, Cancel),
                };
            }
        );

        Assert.Equal(160, outcomes.Count(outcome => outcome is AcceptOutcome.Accepted));
        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT max(balance) FROM accounts"));
        await AssertBalancedAsync();
    }

    [Theory]
    [InlineData(true, 2L)]
    [InlineData(false, 0L)]
    public async Task WriteAsync_ConnectionBreaksAtTheCommit_WhoWasRefusedIsRefused(bool afterCommit, long written)
    {
        var (rich, poor) = (
            await House.AddAccountAsync(10, cancellationToken: Cancel),
            await House.AddAccountAsync(0, cancellationToken: Cancel)
        );
        using var relay = new CuttingRelay(House.ConnectionString, afterCommit);
        await using var node = Database.Open(relay.ConnectionString);
        using var groups = GroupsOn(node);

        var outcomes = await groups.WriteAsync([Orders.For(rich), Orders.For(poor), Orders.For(rich)]);

        Assert.Equal([true, false, true], outcomes.Select(one => one.Lost is not null));
        Assert.IsType<AcceptOutcome.TooFewCredits>(outcomes[1].Outcome);
        Assert.Equal(written, await House.ScalarAsync<long>("SELECT count(*) FROM queue"));
    }

    [Fact]
    public async Task AcceptAsync_CanceledBefore_WritesNothing()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        using var groups = GroupsOn(House.Data);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            groups.AcceptAsync(Orders.For(account), new CancellationToken(canceled: true))
        );

        Assert.Equal(0L, await House.ScalarAsync<long>("SELECT count(*) FROM queue"));
    }

    private static AcceptGroups GroupsOn(NpgsqlDataSource node) =>
        new(new AcceptStore(node), node, TimeProvider.System);

    private static string Timeless(AcceptOutcome outcome)
    {
        var limits = string.Join(
            ';',
            outcome.Limits.Select(window => $"{window.Left}/{window.Limit} in {window.Span}")
        );
        var plain = outcome with { Limits = [] };
        return limits
            + plain switch
            {
                AcceptOutcome.OverQuota over => over with { ResetsIn = TimeSpan.Zero },
                AcceptOutcome.TooOften over => over with { Window = over.Window with { ResetsIn = TimeSpan.Zero } },
                _ => plain,
            };
    }

    private static AcceptOrder Draw(Lots lots, IReadOnlyList<Guid> accounts)
    {
        var count = 1 + lots.Draw(3);
        var lane = lots.Of(Open, Paid);
        var order = Orders.For(lots.Of(accounts), lane, count, lots.Of(Orders.Interactive, Orders.Background));
        if (lane == Paid)
        {
            order = order with
            {
                First = new NextCall(Paid, 0, [.. Enumerable.Range(0, count)], 100, TimeSpan.FromSeconds(30)),
                CostReserved = 100,
                MaxCost = lots.Of<long?>(null, 500),
            };
        }

        if (lots.Draw(2) == 0)
        {
            // Free accounts may do so 4 times in all the rounds.
            order = order with
            {
                Limit = new OperationLimit("generate", 4, 100, 0, ["free"]),
                Visitor = lots.Of<byte[]>([1], [2]),
            };
        }

        return lots.Draw(4) switch
        {
            0 => order with { Idempotency = new Idempotency(lots.Of("one", "two"), Print(lots)) },
            1 => order with { Fingerprint = Print(lots) },
            _ => order,
        };
    }

    private static byte[] Print(Lots lots) => SHA256.HashData(Encoding.UTF8.GetBytes(lots.Of("a cat", "a dog")));
}
