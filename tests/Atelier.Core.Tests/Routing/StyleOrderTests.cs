using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

/// <summary>Visual styles, what does not suit them, the photo door's order, and the rules of accounts.</summary>
public sealed class StyleOrderTests
{
    [Theory]
    [InlineData("illustration", "midjourney-v7 gpt-image-2.5-flare sdxl")]
    [InlineData("abstract", "midjourney-v7 gpt-image-2.5-flare sdxl")]
    [InlineData("minimal", "gpt-image-2.5-flare sdxl midjourney-v7")]
    [InlineData("realistic", "gpt-image-2.5-flare sdxl")]
    [InlineData("photo", "sdxl gpt-image-2.5-flare")]
    public void Plan_VisualStyle_TakesItsBestThenTheFallbackOrder(string style, string expected)
    {
        foreach (var day in (DateOnly[])[SeedHouse.Before, SeedHouse.After])
        {
            var route = SeedHouse.Plan(SeedHouse.Request(style), SeedHouse.Status(day));

            Assert.StartsWith(expected + " ", SeedHouse.Ids(route), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requirement", "C-81")]
    public void Plan_NamedModel_IsFollowedByTheStylesBestTheFallbackOrderAndTheScore()
    {
        var route = SeedHouse.Plan(SeedHouse.Request("illustration", model: "sdxl"));

        var ids = SeedHouse.Ids(route).Split(' ');
        Assert.Equal(["sdxl", "midjourney-v7", "gpt-image-2.5-flare"], ids[..3]);
        var rest = route.Chain.Where(ranked => ids.AsSpan(3).Contains(ranked.Model.Id)).Select(ranked => ranked.Score);
        Assert.Equal(rest.OrderDescending(), rest);
    }

    [Theory]
    [InlineData("realistic")]
    [InlineData("photo")]
    [Trait("Requirement", "C-44")]
    public void Plan_MidjourneyForRealisticAndPhoto_ServesOnlyWhenItIsNamed(string style)
    {
        var route = SeedHouse.Plan(SeedHouse.Request(style, QualityTier.Ultra));
        var named = SeedHouse.Plan(SeedHouse.Request(style, model: "midjourney"));

        Assert.DoesNotContain(route.Chain, ranked => ranked.Offer.Provider == "legnext");
        Assert.Contains(route.Rejected, offer => offer is { Model: "midjourney-v7", Cause: RejectionCause.Unfit });
        Assert.Equal("midjourney-v7", SeedHouse.First(named));
        Assert.DoesNotContain(named.Chain, ranked => ranked.Model.Id == "midjourney-v6");
    }

    [Theory]
    [InlineData(AccountTier.Free, "flux-schnell sdxl")]
    [InlineData(AccountTier.Paid, "sdxl gemini-nano-banana-2.1")]
    [InlineData(AccountTier.Premium, "gemini-nano-banana-2.1 sdxl")]
    [Trait("Requirement", "B-32")]
    public void Plan_PhotoOrder_BeginsWithTheAccountsModelsAndGoesOnByScore(AccountTier tier, string expected)
    {
        var request = SeedHouse.Request() with
        {
            Operation = new Stylise(Guid.CreateVersion7(), null, "ghibli"),
            Tier = QualityTier.Ultra,
        };
        var status = SeedHouse.Status() with { Order = RouteOrder.Photo, AccountTier = tier };

        var route = SeedHouse.Plan(request, status);
        var without = SeedHouse.Plan(
            request,
            status with
            {
                Available = new HashSet<string> { "openai", "local" },
            }
        );

        Assert.StartsWith(expected + " ", SeedHouse.Ids(route), StringComparison.Ordinal);
        var rest = route.Chain.SkipWhile(ranked => expected.Contains(ranked.Model.Id, StringComparison.Ordinal));
        Assert.Equal(rest.Select(ranked => ranked.Score).OrderDescending(), rest.Select(ranked => ranked.Score));
        Assert.All(without.Chain, ranked => Assert.Equal("openai", ranked.Offer.Provider));
    }

    [Fact]
    public void Plan_RulesOfTheAccount_HoldForNamedModelsToo()
    {
        var only = SeedHouse.Status() with { Only = new HashSet<string> { "replicate" } };
        var never = SeedHouse.Status() with
        {
            Never = new HashSet<string> { "replicate", "piapi" },
        };

        Assert.All(
            SeedHouse.Plan(SeedHouse.Request(), only).Chain,
            ranked => Assert.Equal("replicate", ranked.Offer.Provider)
        );
        Assert.DoesNotContain(
            SeedHouse.Plan(SeedHouse.Request(), never).Chain,
            ranked => ranked.Offer.Provider is "replicate" or "piapi"
        );
        var named = SeedHouse.Plan(SeedHouse.Request(model: "flux1"), never);
        Assert.Empty(named.Chain);
        Assert.Contains(named.Rejected, offer => offer.Cause == RejectionCause.Rule);
    }

    [Fact]
    public void Plan_StyleSwitchedOff_NobodyServes()
    {
        var status = SeedHouse.Status() with { StylesOff = new HashSet<string> { "photo" } };

        Assert.Empty(SeedHouse.Plan(SeedHouse.Request("photo"), status).Chain);
        Assert.NotEmpty(SeedHouse.Plan(SeedHouse.Request("realistic"), status).Chain);
    }

    [Fact]
    public void Plan_NamedModelCannotDoIt_NobodyTakesOver()
    {
        var upscale = SeedHouse.Request(model: "qwen-image") with
        {
            Operation = new Upscale(Guid.CreateVersion7(), false, false),
            Size = null,
        };

        Assert.Empty(SeedHouse.Plan(upscale).Chain);
    }

    [Fact]
    public void Plan_NamedModelStrict_StandsAlone()
    {
        var route = SeedHouse.Plan(SeedHouse.Request(model: "dalle3", fallback: FallbackRule.Strict));

        Assert.Equal("gpt-image-2.5-flare", SeedHouse.Ids(route));
    }

    [Fact]
    public void Plan_PainterNamed_NothingPaidTakesOver()
    {
        var status = SeedHouse.Status(SeedHouse.Before, ["local", .. SeedHouse.Everything]);

        Assert.Equal("local-painter", SeedHouse.Ids(SeedHouse.Plan(SeedHouse.Request(model: "local-painter"), status)));
    }
}
