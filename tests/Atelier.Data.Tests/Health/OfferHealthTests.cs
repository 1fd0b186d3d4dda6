using Atelier.Core.Routing;
using Atelier.Data.Health;
using Atelier.Data.Tests.Stores;
using Atelier.TestKit.Racing;

namespace Atelier.Data.Tests.Health;

/// <summary>What all nodes know of offers, and who may find out whether one works again.</summary>
public sealed class OfferHealthTests : StoreTests
{
    private static readonly OfferKey Offer = new("alpha", "openai", "alpha-1");
    private static readonly OfferKey Other = new("beta", "openai", "beta-1");
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private OfferHealthStore Health => new(House.Data);

    [Fact]
    public async Task AddAsync_SuccessThenFailure_WritesTheFiguresOfTheRequirement()
    {
        await Health.AddAsync([new(Offer, "photo", true, 5)], Cancel);
        await Health.AddAsync([new(Offer, null, false, 30), new(Other, null, true, 1)], Cancel);

        var whole = await RowAsync(Offer, null);
        Assert.Equal(
            (0.819, 16.4, 2),
            (
                Math.Round(whole.Averages.SuccessRate, 9),
                Math.Round(whole.Averages.AverageSeconds, 9),
                whole.Averages.Samples
            )
        );
        Assert.Equal(1, whole.Circuit.Failures);
        var style = await RowAsync(Offer, "photo");
        Assert.Equal((0.91, 1), (Math.Round(style.Averages.SuccessRate, 9), style.Averages.Samples));
        Assert.Equal(1, (await RowAsync(Other, null)).Averages.Samples);
        Assert.True(
            await House.ScalarAsync<bool>(
                "SELECT failed_at IS NOT NULL FROM offer_health WHERE model = 'alpha' AND style = ''"
            )
        );
    }

    [Fact]
    public async Task AddAsync_ManyNodesAtOnce_LosesNone()
    {
        await Together.RunAsync(
            20,
            async index =>
            {
                OfferOutcome[] outcomes = [new(Offer, "photo", true, 1), new(Other, "photo", true, 1)];
                await Health.AddAsync(index % 2 == 0 ? outcomes : [.. outcomes.Reverse()], Cancel);
                return true;
            }
        );

        Assert.Equal(20, (await RowAsync(Offer, null)).Averages.Samples);
        Assert.Equal(20, (await RowAsync(Other, "photo")).Averages.Samples);
    }

    [Fact]
    [Trait("Requirement", "B-49")]
    public async Task PassAsync_AfterFiveFailures_LetsOneProbeThroughAtATimeAndASuccessOpensItAgain()
    {
        Assert.Null(await Health.PassAsync(Offer, Life, Cancel));
        await FailAsync(4);
        Assert.Equal(false, await Health.PassAsync(Offer, Life, Cancel));
        await FailAsync(1);

        Assert.Equal(CircuitState.Open, (await RowAsync(Offer, null)).Circuit.State);
        Assert.Null(await Health.PassAsync(Offer, Life, Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(29));
        Assert.Null(await Health.PassAsync(Offer, Life, Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(CircuitState.HalfOpen, (await RowAsync(Offer, null)).Circuit.State);
        Assert.Equal(
            [true, null],
            [await Health.PassAsync(Offer, Life, Cancel), await Health.PassAsync(Offer, Life, Cancel)]
        );

        // The probe failed: twice as long.
        await FailAsync(1);
        await House.MoveClockAsync(TimeSpan.FromSeconds(59));
        Assert.Null(await Health.PassAsync(Offer, Life, Cancel));
        await House.MoveClockAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(true, await Health.PassAsync(Offer, Life, Cancel));
        await Health.AddAsync([new(Offer, null, true, 1)], Cancel);
        Assert.Equal(
            [false, false],
            [await Health.PassAsync(Offer, Life, Cancel), await Health.PassAsync(Offer, Life, Cancel)]
        );
    }

    [Fact]
    public async Task PassAsync_TwentyNodesAtOnce_OneGetsTheProbe()
    {
        await FailAsync(5);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));

        var passed = await Together.RunAsync(20, _ => Health.PassAsync(Offer, Life, Cancel));

        Assert.Equal([true], passed.OfType<bool>());
    }

    [Fact]
    public async Task PassAsync_ProbeThatSaidNothingOrIsNotHeardOf_AnotherMayGo()
    {
        await FailAsync(5);
        await House.MoveClockAsync(TimeSpan.FromSeconds(31));
        Assert.Equal(true, await Health.PassAsync(Offer, Life, Cancel));
        Assert.Null(await Health.PassAsync(Offer, Life, Cancel));

        // Its request was refused: that says nothing of the offer.
        await Health.AddAsync([new(Offer, null, null, 1)], Cancel);
        Assert.Equal(true, await Health.PassAsync(Offer, Life, Cancel));
        await House.MoveClockAsync(Life + TimeSpan.FromSeconds(1));
        Assert.Equal(true, await Health.PassAsync(Offer, Life, Cancel));
    }

    [Fact]
    public async Task AddAsync_ProviderAsksForAPause_HoldsItShutAsLong()
    {
        await Health.AddAsync([new(Offer, null, false, 1, TimeSpan.FromMinutes(7))], Cancel);

        await House.MoveClockAsync(TimeSpan.FromMinutes(6));
        Assert.Null(await Health.PassAsync(Offer, Life, Cancel));
        await House.MoveClockAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(true, await Health.PassAsync(Offer, Life, Cancel));
    }

    [Fact]
    public async Task ReadAsync_LanesInUse_SayWhatOneMoreWaits()
    {
        await House.ExecuteAsync(
            """
            INSERT INTO lanes (id, capacity, paid, paused_until) VALUES ('free', 2, true, '-infinity'),
              ('paused', 2, true, atelier.now() + interval '100 s'), ('gone', NULL, true, 'infinity')
            """
        );

        var loads = (await new LaneLoadStore(House.Data).ReadAsync(Cancel)).ToDictionary(load => load.Provider);

        Assert.Equal(0, loads["free"].Wait(10));
        Assert.InRange(loads["paused"].Wait(10), 95, 100);
        Assert.InRange(loads["gone"].Wait(10), 3500, 3600);
        Assert.Equal(15, new LaneLoad("full", 2, 2, 2, TimeSpan.Zero).Wait(10));
    }

    [Fact]
    public async Task PassAsync_TwoOffersOfAModelAtOneProvider_ShareNothing()
    {
        var twin = Offer with { ProviderModel = "alpha-2" };
        await Health.AddAsync([new(twin, null, true, 2)], Cancel);

        await FailAsync(5);

        Assert.Null(await Health.PassAsync(Offer, Life, Cancel));
        Assert.False(await Health.PassAsync(twin, Life, Cancel));
        Assert.Equal(
            (0, 1),
            ((await RowAsync(twin, null)).Circuit.Failures, (await RowAsync(twin, null)).Averages.Samples)
        );
    }

    private async Task FailAsync(int times) =>
        await Health.AddAsync(
            [.. Enumerable.Range(0, times).Select(_ => new OfferOutcome(Offer, null, false, 1))],
            Cancel
        );

    private async Task<OfferHealthRow> RowAsync(OfferKey offer, string? style) =>
        (await Health.ReadAsync(Cancel)).Single(row => row.Offer == offer && row.Style == style);
}
