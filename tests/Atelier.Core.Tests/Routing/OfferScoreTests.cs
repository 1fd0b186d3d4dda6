using Atelier.Core.Catalogue;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

/// <summary>The score's figures, those of the requirements first.</summary>
public sealed class OfferScoreTests
{
    private static readonly Capability[] Draws = [Capability.TextToImage];

    [Fact]
    [Trait("Requirement", "B-46")]
    public void Of_FreeAccountWithoutHistory_IsTheFigureOfTheRequirement()
    {
        var score = OfferScore.Of(
            AccountTier.Free,
            OfferScore.Cost(0.008),
            OfferHealth.Unknown.SuccessRate,
            OfferScore.Speed(OfferHealth.Unknown.AverageSeconds),
            quality: 0
        );

        Assert.Equal(0.588 + 0.36 + 0.15, score, 9);
    }

    [Theory]
    [InlineData(AccountTier.Free, 0.7, 0.3)]
    [InlineData(AccountTier.Paid, 0.3, 0.3)]
    [InlineData(AccountTier.Premium, 0.3, 0.7)]
    [Trait("Requirement", "B-45")]
    public void Of_EachPart_WeighsAsTheAccountsTierSays(AccountTier tier, double cost, double quality)
    {
        Assert.Equal(cost, OfferScore.Of(tier, 1, 0, 0, 0), 9);
        Assert.Equal(0.4, OfferScore.Of(tier, 0, 1, 0, 0), 9);
        Assert.Equal(0.2, OfferScore.Of(tier, 0, 0, 1, 0), 9);
        Assert.Equal(quality, OfferScore.Of(tier, 0, 0, 0, 1), 9);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.05, 0)]
    [InlineData(0.08, -0.6)]
    [InlineData(5, -1)]
    [InlineData(double.PositiveInfinity, -1)]
    public void Cost_AnyPrice_IsClamped(double dollars, double expected) =>
        Assert.Equal(expected, OfferScore.Cost(dollars), 9);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(60, 0)]
    [InlineData(1000, -1)]
    public void Speed_AnyTime_IsClamped(double seconds, double expected) =>
        Assert.Equal(expected, OfferScore.Speed(seconds), 9);

    [Theory]
    [InlineData(Merit.Aesthetic, 1.0)]
    [InlineData(Merit.Photorealism, 0.8)]
    [InlineData(Merit.Both, 0.9)]
    public void Quality_ByMerit_TakesTheScoreThatCounts(Merit merit, double expected) =>
        Assert.Equal(expected, OfferScore.Quality(SeedHouse.Model("m", 10, 8), merit), 9);

    [Theory]
    [InlineData(1, 4, 0.08, 0.08)]
    [InlineData(4, 4, 0.08, 0.02)]
    [InlineData(5, 4, 0.08, 0.032)]
    [InlineData(3, 1, 0.01, 0.01)]
    public void Each_SoManyPictures_CostsAllCallsByThePictures(int count, int perCall, decimal call, double expected) =>
        Assert.Equal(expected, OfferScore.Each(SeedHouse.Offer("legnext", call, Draws, perCall), call, count), 9);

    [Fact]
    public void Plan_MeasuredSuccessOfZero_CountsAsZero()
    {
        var catalogue = SeedHouse.Plain(Model("good", 0.01m), Model("bad", 0.001m));
        var status = SeedHouse.Status() with
        {
            Health = new Dictionary<OfferKey, OfferHealth>
            {
                [new("bad", "openai", "model")] = OfferHealth.Unknown with { SuccessRate = 0, Samples = 40 },
            },
        };

        var route = Router.Plan(SeedHouse.Request(), catalogue, status);

        Assert.Equal(["good", "bad"], route.Chain.Select(ranked => ranked.Model.Id));
        Assert.Equal(0.36, route.Chain[0].Score - route.Chain[1].Score + (0.7 * 0.009 / 0.05), 9);
    }

    [Theory]
    [InlineData(19, "fine")]
    [InlineData(20, "other")]
    public void Plan_StyleWithEnoughSamples_CountsByItsOwnAverages(int samples, string first)
    {
        var catalogue = SeedHouse.Plain(Model("fine", 0.01m), Model("other", 0.012m));
        var status = SeedHouse.Status() with
        {
            Health = new Dictionary<OfferKey, OfferHealth>
            {
                [new("fine", "openai", "model")] = OfferHealth.Unknown with
                {
                    ByStyle = new Dictionary<string, OfferAverages> { ["ghibli"] = new(0.1, 50, samples) },
                },
            },
        };

        Assert.Equal(first, SeedHouse.First(Router.Plan(SeedHouse.Request("ghibli"), catalogue, status)));
        Assert.Equal("fine", SeedHouse.First(Router.Plan(SeedHouse.Request("pixel"), catalogue, status)));
    }

    [Fact]
    public void Plan_FullLane_CountsItsWait()
    {
        var catalogue = SeedHouse.Plain(Model("busy", 0.01m), Model("idle", 0.012m, "piapi"));

        var status = SeedHouse.Status() with { Waits = new Dictionary<string, double> { ["openai"] = 30 } };

        Assert.Equal("busy", SeedHouse.First(Router.Plan(SeedHouse.Request(), catalogue, SeedHouse.Status())));
        Assert.Equal("idle", SeedHouse.First(Router.Plan(SeedHouse.Request(), catalogue, status)));
    }

    [Fact]
    public void Plan_EqualScores_StandByPriceThenId()
    {
        // Both prices are dearer than the score tells apart.
        var catalogue = SeedHouse.Plain(Model("c", 9m), Model("a", 8m), Model("b", 8m), Model("d", 8m, known: false));

        Assert.Equal("a b c d", SeedHouse.Ids(Router.Plan(SeedHouse.Request(), catalogue, SeedHouse.Status())));
    }

    [Fact]
    public void Plan_PriceUnknown_IsNeverChosenForIt()
    {
        var catalogue = SeedHouse.Plain(Model("known", 0.04m), Model("unknown", 0.001m, known: false));

        Assert.Equal("known unknown", SeedHouse.Ids(Router.Plan(SeedHouse.Request(), catalogue, SeedHouse.Status())));
    }

    private static ModelEntry Model(string id, decimal price, string provider = "openai", bool known = true) =>
        SeedHouse.Model(id, 5, 5, SeedHouse.Offer(provider, price, Draws, known: known));
}
