using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Attempts;
using Atelier.Data.Costs;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Racing;
using Npgsql;

namespace Atelier.Data.Tests.Generations;

public sealed class EndGroupsTests : StoreTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task WriteAsync_ManyEndings_WritesAsOneByOne(int seed)
    {
        var lots = new Lots((ulong)seed);
        var other = await HousePool.TakeAsync(Cancel);
        var twins = new TwinHouses(House, other);
        var accounts = await twins.PrepareAsync(seed % 2 == 0 ? 5000 : null, Cancel);
        using var groups = GroupsOn(House.Data);
        var store = new EndStore(other.Data);
        for (var number = 0; number < 30; number++)
        {
            var order = Order(lots, accounts);
            var outcomes = (
                await Accepts.AcceptAsync(order, Cancel),
                await new AcceptStore(other.Data).AcceptAsync(order, Cancel)
            );
            Assert.Equal(outcomes.Item1.GetType(), outcomes.Item2.GetType());
        }

        for (var round = 0; round < 2; round++)
        {
            var claims = await ClaimAsync(House.Data);
            var same = (await ClaimAsync(other.Data)).ToDictionary(claim => claim.GenerationId);
            var endings = claims.Select(claim => Draw(lots, claim, same[claim.GenerationId])).ToList();

            var together = await groups.WriteAsync([.. endings.Select(ending => (ending.Claim, ending.Ending))]);
            var oneByOne = new List<Ended?>();
            foreach (var ending in endings)
            {
                oneByOne.Add(await store.EndAsync(ending.SameClaim, ending.SameEnding, Cancel));
            }

            Assert.Equal(oneByOne, together);
            Assert.True(round > 0 || together.Any(ended => ended is not null));
            await twins.AssertSameAsync(Cancel);
        }

        await HousePool.GiveBackAsync(other, passed: true);
    }

    [Fact]
    public async Task WriteAsync_SameClaimTwice_TheFirstWins()
    {
        var account = await House.AddAccountAsync(10, cancellationToken: Cancel);
        var claim = await AcceptAndClaimAsync(account);
        using var groups = GroupsOn(House.Data);

        var ended = await groups.WriteAsync([(claim, Orders.Delivered()), (claim, Orders.Failed())]);

        Assert.Equal([new Ended(null), null], ended);
        Assert.Equal("complete", await StateAsync(claim.GenerationId));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_OneThatTheDatabaseRefuses_FailsAlone()
    {
        var account = await House.AddAccountAsync(100, cancellationToken: Cancel);
        await AcceptAllAsync(Enumerable.Range(0, 20).Select(_ => Orders.For(account)));
        var claims = await Claims.ClaimAsync(Wish(Open), Cancel);
        var good = Orders.Delivered();
        var twice = good with
        {
            Delivered = new Dictionary<int, NewImage> { [0] = good.Delivered[0], [1] = good.Delivered[0] },
        };
        using var groups = GroupsOn(House.Data);

        var endings = await Together.RunAsync(
            claims.Count,
            async index =>
            {
                var end = groups.EndAsync(claims[index], index == 7 ? twice : Orders.Delivered());
                await Task.WhenAny(end);
                return end;
            }
        );

        Assert.IsType<PostgresException>(endings[7].Exception!.InnerException);
        Assert.Equal(19, endings.Count(end => end.IsCompletedSuccessfully));
        Assert.Equal("running", await QueueStateAsync(claims[7].GenerationId));
        Assert.Equal(1L, await House.ScalarAsync<long>("SELECT count(*) FROM queue"));
        await AssertBalancedAsync();
    }

    [Fact]
    public async Task EndAsync_WhileLeasesAreRenewedAndOthersAreAccepted_NoDeadlock()
    {
        var accounts = new List<Guid>();
        for (var index = 0; index < 5; index++)
        {
            accounts.Add(await House.AddAccountAsync(100, cancellationToken: Cancel));
        }

        await AcceptAllAsync(Enumerable.Range(0, 90).Select(index => Orders.For(accounts[index % 5])));
        var claims = (await Claims.ClaimAsync(Wish(Open), Cancel)).Reverse().ToList();
        using var one = GroupsOn(AddNode());
        using var two = GroupsOn(AddNode());
        var leases = new LeaseStore(AddNode());
        var accepts = new AcceptStore(AddNode());

        await Together.RunAsync(
            180,
            async index =>
            {
                if (index % 2 == 0)
                {
                    var ended = await (index % 4 == 0 ? one : two).EndAsync(claims[index / 2], Orders.Delivered());
                    Assert.NotNull(ended);
                }
                else if (index % 6 == 1)
                {
                    await leases.RenewAsync(claims, TimeSpan.FromSeconds(30), Cancel);
                }
                else
                {
                    await accepts.AcceptAsync(Orders.For(accounts[index % 5]), Cancel);
                }

                return true;
            }
        );

        Assert.Equal(90L, await House.ScalarAsync<long>("SELECT count(*) FROM generations WHERE state = 'complete'"));
        await AssertBalancedAsync();
    }

    private static EndGroups GroupsOn(NpgsqlDataSource node) => new(new EndStore(node), node, TimeProvider.System);

    private static async Task<IReadOnlyList<Claim>> ClaimAsync(NpgsqlDataSource node)
    {
        var store = new ClaimStore(node);
        return [.. await store.ClaimAsync(Wish(Open), Cancel), .. await store.ClaimAsync(Wish(Paid), Cancel)];
    }

    private static AcceptOrder Order(Lots lots, IReadOnlyList<Guid> accounts)
    {
        var (lane, count) = (lots.Of(Open, Paid), 1 + lots.Draw(3));
        var order = Orders.For(lots.Of(accounts), lane, count);
        return lane == Open
            ? order
            : order with
            {
                First = new NextCall(Paid, 0, [.. Enumerable.Range(0, count)], 100, TimeSpan.FromSeconds(30)),
                CostReserved = 100,
            };
    }

    /// <summary>One ending, for the claims of the same generation in both houses.</summary>
    private static (Claim Claim, Ending Ending, Claim SameClaim, Ending SameEnding) Draw(
        Lots lots,
        Claim claim,
        Claim same
    )
    {
        var count = Math.Max(1, claim.Slots.Count);
        var ending = lots.Draw(4) switch
        {
            0 => Orders.Failed(),
            1 => Orders.Canceled(),
            _ => Orders.Delivered(lots.Draw(count + 1), count),
        };
        ending = ending with
        {
            KeptFor = lots.Of<TimeSpan?>(null, TimeSpan.FromDays(1)),
            Candidates = lots.Draw(3) == 0 ? [Orders.Delivered().Delivered[0]] : [],
            Paid = claim.AttemptId is not null,
        };
        // Some claims were lost meanwhile.
        var lost = lots.Draw(6) == 0 ? 1 : 0;
        var change = Change(lots);
        return (
            claim with
            {
                Epoch = claim.Epoch - lost,
            },
            With(ending, claim, change),
            same with
            {
                Epoch = same.Epoch - lost,
            },
            With(ending, same, change)
        );
    }

    private static Ending With(Ending ending, Claim claim, AttemptChange change) =>
        claim.AttemptId is { } id ? ending with { Attempts = [change with { AttemptId = id }] } : ending;

    private static AttemptChange Change(Lots lots) =>
        lots.Draw(6) switch
        {
            0 => new(Guid.Empty, AttemptState.Failed, "server_error", new Booking.Clear()),
            1 => new(Guid.Empty, AttemptState.Unknown),
            2 => new(Guid.Empty, AttemptState.Succeeded, null, new Booking.Cost(150, Estimated: true)),
            3 => new(Guid.Empty, AttemptState.Succeeded, "late", new Booking.Cost(50, Estimated: false)),
            _ => new(Guid.Empty, AttemptState.Succeeded, null, new Booking.Cost(40 + lots.Draw(60), Estimated: false)),
        };
}
