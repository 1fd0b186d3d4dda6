using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

/// <summary>The tables of quality tiers, at a day before and a day after gpt-image-1.5 retires.</summary>
public sealed class TierTests
{
    [Theory]
    [InlineData(QualityTier.Ultra, false, "midjourney-v7 midjourney-v6 flux-1.1-pro flux-kontext gpt-image-1.5")]
    [InlineData(QualityTier.Ultra, true, "midjourney-v7 midjourney-v6 flux-1.1-pro flux-kontext gpt-image-2.5-flare")]
    [InlineData(QualityTier.Premium, false, "flux-1.1-pro midjourney-v6 gpt-image-1.5 flux-kontext")]
    [InlineData(QualityTier.Premium, true, "flux-1.1-pro midjourney-v6 gpt-image-2.5-flare flux-kontext")]
    [InlineData(QualityTier.Standard, false, "flux-schnell qwen-image seedream-5-lite gpt-image-2.5-sunburst")]
    [InlineData(QualityTier.Standard, true, "flux-schnell qwen-image seedream-5-lite gpt-image-2.5-sunburst")]
    [Trait("Requirement", "A-17")]
    [Trait("Requirement", "A-18")]
    public void Plan_TierWithoutStyle_FollowsThePreferredList(QualityTier tier, bool later, string expected)
    {
        var route = SeedHouse.Plan(SeedHouse.Request(tier: tier), SeedHouse.Status(DayOf(later)));

        Assert.StartsWith(expected + " ", SeedHouse.Ids(route) + " ", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(QualityTier.Ultra, "lifestyle", "midjourney-v7")]
    [InlineData(QualityTier.Ultra, "hero-shot", "midjourney-v7")]
    [InlineData(QualityTier.Ultra, "artistic", "midjourney-v7")]
    [InlineData(QualityTier.Ultra, null, "midjourney-v7")]
    [InlineData(QualityTier.Ultra, "product-photo", "flux-1.1-pro")]
    [InlineData(QualityTier.Ultra, "product-detail", "flux-kontext")]
    [InlineData(QualityTier.Ultra, "text-heavy", "gpt-image-1.5")]
    [InlineData(QualityTier.Premium, "lifestyle", "midjourney-v6")]
    [InlineData(QualityTier.Premium, "hero-shot", "midjourney-v6")]
    [InlineData(QualityTier.Premium, "artistic", "flux-1.1-pro")]
    [InlineData(QualityTier.Premium, null, "flux-1.1-pro")]
    [InlineData(QualityTier.Premium, "product-photo", "flux-1.1-pro")]
    [InlineData(QualityTier.Premium, "product-detail", "flux-1.1-pro")]
    [InlineData(QualityTier.Premium, "text-heavy", "gpt-image-1.5")]
    [InlineData(QualityTier.Standard, "lifestyle", "flux-schnell")]
    [InlineData(QualityTier.Standard, "text-heavy", "flux-schnell")]
    [InlineData(QualityTier.Standard, null, "flux-schnell")]
    [InlineData(null, "hero-shot", "flux-schnell")]
    [InlineData(null, null, "flux-schnell")]
    [Trait("Requirement", "A-20")]
    [Trait("Requirement", "A-21")]
    public void Plan_TierAndStyle_TakesTheRowElseTheDefault(QualityTier? tier, string? style, string expected)
    {
        var request = SeedHouse.Request(style, tier);

        Assert.Equal(expected, SeedHouse.First(SeedHouse.Plan(request, SeedHouse.Status(SeedHouse.Before))));
        Assert.Equal(
            expected == "gpt-image-1.5" ? "gpt-image-2.5-flare" : expected,
            SeedHouse.First(SeedHouse.Plan(request, SeedHouse.Status(SeedHouse.After)))
        );
    }

    [Fact]
    public void Plan_NamedModel_WinsOverTierAndStyleAndTheirListFollows()
    {
        var route = SeedHouse.Plan(SeedHouse.Request("text-heavy", QualityTier.Ultra, "qwen-image"));

        Assert.StartsWith("qwen-image gpt-image-1.5 midjourney-v7 ", SeedHouse.Ids(route), StringComparison.Ordinal);
        Assert.Empty(route.Chain[0].Degradations);
        Assert.All(
            route.Chain.Skip(1),
            ranked => Assert.Equal([Router.FallbackModel], ranked.Degradations.Select(loss => loss.Code))
        );
    }

    [Fact]
    public void Plan_RowsModelIsNotOn_TheDefaultServesAndTheTextSaysWhy()
    {
        var status = SeedHouse.Status(SeedHouse.Before, "legnext", "replicate");

        var route = SeedHouse.Plan(SeedHouse.Request("text-heavy", QualityTier.Ultra), status);

        Assert.Equal(
            "midjourney-v7 midjourney-v6 flux-1.1-pro",
            string.Join(' ', SeedHouse.Ids(route).Split(' ')[..3])
        );
        Assert.Equal(
            [
                "No model was named.",
                "The tier is ultra.",
                "Its row for text-heavy is gpt-image-1.5.",
                "Its default is midjourney-v7; it prefers midjourney-v7, midjourney-v6, flux-1.1-pro, flux-kontext, gpt-image-1.5.",
                "The rest stands by score, as free accounts weigh it.",
                "gpt-image-1.5 at openai is passed over: it is not switched on (its key is OPENAI_API_KEY).",
                $"midjourney-v7 at legnext comes first of {route.Chain.Count} that can do it: it is ultra's default.",
            ],
            route.Text
        );
    }

    [Fact]
    public void Plan_MaskAndARowWhoseModelTakesNone_PassesItOver()
    {
        var mask = SeedHouse.Request(tier: QualityTier.Premium) with
        {
            Operation = new Inpaint(Guid.CreateVersion7(), Guid.CreateVersion7(), "a hat", 0.8),
        };

        var route = SeedHouse.Plan(mask);

        Assert.Equal("midjourney-v6", SeedHouse.First(route));
        Assert.Contains("flux-1.1-pro at replicate is passed over: it cannot do inpainting.", route.Text);
    }

    private static DateOnly DayOf(bool later) => later ? SeedHouse.After : SeedHouse.Before;
}
