using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.Tests.Catalogue;

namespace Atelier.Core.Tests.Routing;

public sealed class RouterTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    private static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    [Fact]
    public void Plan_OnlyLocalIsOn_PaintsAndDeclaresIt()
    {
        var route = Plan(Request(), "local");

        Assert.Equal("local-painter", Assert.Single(route.Chain).Model.Id);
        Assert.Equal(["painter"], Codes(route.Chain[0]));
    }

    [Fact]
    public void Plan_TheAccountMayUseOnlyLocal_Paints()
    {
        var status = new ProviderStatus(new HashSet<string> { "local", "openai" }, Today);

        var only = Router.Plan(Request(), Catalogue, status with { Only = new HashSet<string> { "local" } });
        var never = Router.Plan(Request(), Catalogue, status with { Never = new HashSet<string> { "openai" } });

        Assert.Equal("local-painter", Assert.Single(only.Chain).Model.Id);
        Assert.Equal("local-painter", Assert.Single(never.Chain).Model.Id);
    }

    [Fact]
    public void Plan_RetiredModelAndStrict_GoesToItsSuccessorAlone()
    {
        var route = Plan(Request() with { Model = "gpt-image-1", Fallback = FallbackRule.Strict }, "local", "openai");

        Assert.All(route.Chain, ranked => Assert.Equal("gpt-image-2.5-sunburst", ranked.Model.Id));
        Assert.Equal(["model_replaced"], Codes(route.Chain[0]));
    }

    [Fact]
    public void Plan_AnotherProviderIsOn_PainterDoesNotStandIn()
    {
        var route = Plan(Request(), "local", "openai");

        Assert.NotEmpty(route.Chain);
        Assert.DoesNotContain(route.Chain, ranked => ranked.Offer.Provider == Router.Local);
        Assert.Contains(
            route.Rejected,
            rejected =>
                rejected is { Provider: "local", Reason: var reason }
                && reason.Contains("best_effort", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Plan_AnotherProviderIsOnButCannotDoIt_PainterStillDoesNotStandIn()
    {
        var tooLong = new Create(new string('a', 33_000), null, null);

        var route = Plan(Request() with { Operation = tooLong }, "local", "openai");

        Assert.Empty(route.Chain);
    }

    // OpenAI sells no such thing, so no model is passed over for it.
    [Theory]
    [InlineData("openai", true)]
    [InlineData("replicate", false)]
    [InlineData("nobody", true)]
    [Trait("Requirement", "B-32")]
    public void Plan_WhatNoSwitchedOnProviderDoesAtAll_IsDoneHereAndDeclared(string other, bool here)
    {
        var upscale = Request() with { Operation = new Upscale(default, false, false), Size = null };

        var route = Plan(upscale, "local", other);

        Assert.Equal(here ? Router.Local : other, route.Chain[0].Offer.Provider);
        Assert.Equal(here, Codes(route.Chain[0]).Contains("painter"));
        Assert.All(route.Chain, ranked => Assert.Equal(here, ranked.Offer.Provider == Router.Local));
    }

    [Fact]
    [Trait("Requirement", "B-32")]
    public void Plan_WhatNobodyElseDoesUnderStrict_IsRefused()
    {
        var upscale = Request() with
        {
            Operation = new Upscale(default, false, false),
            Size = null,
            Fallback = FallbackRule.Strict,
        };

        Assert.Empty(Plan(upscale, "local", "openai").Chain);
    }

    [Fact]
    public void Plan_BestEffort_PainterComesLast()
    {
        var route = Plan(Request() with { Fallback = FallbackRule.BestEffort }, "local", "openai");

        Assert.Equal(Router.Local, route.Chain[^1].Offer.Provider);
        Assert.NotEqual(Router.Local, route.Chain[0].Offer.Provider);
    }

    [Fact]
    public void Plan_Strict_RefusesEveryLoss()
    {
        var negative = new Create("a hill", "people", null);

        var route = Plan(
            Request() with
            {
                Operation = negative,
                Model = "local-painter",
                Fallback = FallbackRule.Strict,
            },
            "local"
        );

        Assert.Empty(route.Chain);
        Assert.Contains("negative_prompt_dropped", Assert.Single(route.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_NegativePromptUnknownToTheOffer_IsDeclared()
    {
        var route = Plan(
            Request() with
            {
                Operation = new Create("a hill", "people", null),
                Model = "local-painter",
            },
            "local"
        );

        Assert.Equal(["negative_prompt_dropped"], Codes(Assert.Single(route.Chain)));
    }

    [Fact]
    public void Plan_RetiredModel_GoesToItsSuccessorAndSaysSo()
    {
        var route = Plan(Request() with { Model = "gpt-image-1" }, "local", "openai");

        Assert.Equal("gpt-image-2.5-sunburst", route.Chain[0].Model.Id);
        Assert.Equal(["model_replaced"], Codes(route.Chain[0]));
        Assert.All(route.Chain.Skip(1), ranked => Assert.Contains("fallback_model", Codes(ranked)));
    }

    [Fact]
    public void Plan_ModelThatRetiresLater_IsUsedUntilItsDay()
    {
        var request = Request() with { Model = "gpt-image-1.5" };

        Assert.Equal("gpt-image-1.5", Plan(request, new DateOnly(2026, 11, 30), "openai").Chain[0].Model.Id);
        Assert.Equal("gpt-image-2.5-flare", Plan(request, new DateOnly(2026, 12, 1), "openai").Chain[0].Model.Id);
    }

    [Fact]
    public void Plan_PromptTooLongWithTheStyle_SaysBothLengths()
    {
        var request = Request() with
        {
            Operation = new Create(new string('a', 3990), null, "photo"),
            Model = "flux-schnell",
        };

        var route = Plan(request, "replicate");

        Assert.Contains(
            "4000",
            Assert.Single(route.Rejected, offer => offer.Cause == RejectionCause.Prompt).Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("inpaint", "gemini")]
    [InlineData("upscale", "openai")]
    [Trait("Requirement", "C-38")]
    public void Plan_OperationNobodyDoes_IsNeverTextToImage(string kind, string provider)
    {
        ImageOperation operation =
            kind == "inpaint"
                ? new Inpaint(Guid.CreateVersion7(), Guid.CreateVersion7(), "a hat", 0.8)
                : new Upscale(Guid.CreateVersion7(), false, false);

        var route = Plan(Request() with { Operation = operation, Fallback = FallbackRule.BestEffort }, provider);

        Assert.Empty(route.Chain);
    }

    [Theory]
    [InlineData("upscale", "midjourney-v7")]
    [InlineData("upscale", "midjourney-niji6")]
    [InlineData("inpaint", "midjourney-v6")]
    [InlineData("variation", "gpt-image-1.5")]
    [InlineData("remove_background", "midjourney-v7")]
    public void Plan_ChangeToASizeTheOfferDoesNotMake_IsFittedAfterwardsWithoutAWord(string kind, string model)
    {
        var image = Guid.CreateVersion7();
        ImageOperation operation = kind switch
        {
            "upscale" => new Upscale(image, false, false),
            "inpaint" => new Inpaint(image, Guid.CreateVersion7(), "a hat", 0.8),
            "variation" => new Variation(image, null, 0.8),
            _ => new RemoveBackground(image, false, false),
        };
        var size = new PixelSize(3840, 2160);

        var change = Plan(Request() with { Operation = operation, Model = model, Size = size }, "legnext", "openai");

        Assert.Equal(model, change.Chain[0].Model.Id);
        Assert.Empty(change.Chain[0].Degradations);
    }

    [Theory]
    [InlineData("midjourney-v7", "1792x1008", FitMode.Cover, "")]
    [InlineData("midjourney-v7", "3840x2160", FitMode.Cover, "size_enlarged")]
    [InlineData("gpt-image-1.5", "1792x1008", FitMode.Cover, "size_cropped")]
    [InlineData("gpt-image-1.5", "1792x1008", FitMode.Pad, "")]
    [InlineData("gpt-image-2.5-flare", "1792x1008", FitMode.Cover, "")]
    [Trait("Requirement", "C-24")]
    public void Plan_SizeTheOfferDoesNotMake_IsFittedAndDeclaredWhereItMatters(
        string model,
        string size,
        FitMode fit,
        string codes
    )
    {
        Assert.True(PixelSize.TryParse(size, out var wanted));
        var request = Request() with { Model = model, Size = wanted, Fit = fit };

        var route = Plan(request, "legnext", "openai");
        var strict = Plan(request with { Fallback = FallbackRule.Strict }, "legnext", "openai");

        Assert.Equal(codes, string.Join(',', route.Chain[0].Degradations.Select(loss => loss.Code)));
        var rejected = strict.Rejected.Where(offer => offer.Cause != RejectionCause.Availability);
        Assert.Equal(codes.Length == 0 ? null : RejectionCause.Loss, rejected.SingleOrDefault()?.Cause);
    }

    [Fact]
    public void Plan_WithoutAModel_PrefersWhoMakesTheSize()
    {
        var route = Plan(Request() with { Size = new PixelSize(3840, 2160) }, "legnext", "openai");

        var fitted = route.Chain.Select(SizeLosses.AreIn).ToList();
        Assert.Contains(true, fitted);
        Assert.Equal(fitted.Order(), fitted);
    }

    [Theory]
    [InlineData(null, "gpt-image-2.5-flare")]
    [InlineData("midjourney-v7", "midjourney-v7")]
    [Trait("Requirement", "A-24")]
    [Trait("Requirement", "C-02")]
    public void Plan_References_PassOverWhoTakesNoneUnlessItIsNamed(string? model, string first)
    {
        var request = Request() with
        {
            Operation = new Create("a hill", null, "illustration"),
            Model = model,
            References = [Guid.CreateVersion7()],
        };

        var route = Plan(request, "local", "openai", "legnext", "replicate");

        Assert.Equal(first, route.Chain[0].Model.Id);
        var rest = route.Chain.Skip(model is null ? 0 : 1).ToList();
        Assert.NotEmpty(rest);
        Assert.All(rest, ranked => Assert.DoesNotContain("references_dropped", Codes(ranked)));
        var passed = route.Rejected.Where(offer => offer.Cause == RejectionCause.References).ToList();
        Assert.Equal(passed.Count, route.Spare.Count);
        Assert.All(passed, offer => Assert.Equal("takes no reference pictures, and another does", offer.Reason));
        Assert.Equal(model is null, passed.Exists(offer => offer.Model == "midjourney-v7"));
        Assert.Equal(
            model is null,
            route.Text.Contains(
                "midjourney-v7 at legnext is passed over: it takes no reference pictures, and another does."
            )
        );
    }

    [Theory]
    [InlineData(3, "openai gemini")]
    [InlineData(15, "openai")]
    [InlineData(20, "openai gemini")]
    [Trait("Requirement", "A-24")]
    public void Plan_MoreReferencesThanSomeTake_GoesToWhoTakesAllElseToWhoTakesAny(int references, string providers)
    {
        var request = Request() with { References = [.. Enumerable.Repeat(Guid.CreateVersion7(), references)] };

        var route = Plan(request, "legnext", "openai", "gemini");

        var serving = route.Chain.Select(ranked => ranked.Offer.Provider).ToHashSet();
        Assert.Equal(providers.Split(' ').Order(), serving.Order());
        Assert.Equal(references > 16, route.Chain.Any(ranked => Codes(ranked).Contains("references_dropped")));
    }

    [Theory]
    [InlineData(FallbackRule.Declared, true)]
    [InlineData(FallbackRule.Strict, false)]
    [Trait("Requirement", "C-02")]
    public void Plan_ReferencesThatNobodyTakes_AreDeclaredLostOrRefused(FallbackRule fallback, bool serves)
    {
        var request = Request() with { References = [Guid.CreateVersion7()], Fallback = fallback };

        var route = Plan(request, "legnext");

        Assert.Equal(serves, route.Chain.Count > 0);
        Assert.All(route.Chain, ranked => Assert.Contains("references_dropped", Codes(ranked)));
        Assert.DoesNotContain(route.Rejected, offer => offer.Cause == RejectionCause.References);
    }

    [Fact]
    public void Plan_RemoveBackgroundWithoutAModel_GoesWhereItIsSold()
    {
        var operation = new RemoveBackground(Guid.CreateVersion7(), false, false);

        var route = Plan(Request() with { Operation = operation, Size = null }, "local", "openai", "legnext");

        Assert.Equal("midjourney-v7", Assert.Single(route.Chain).Model.Id);
    }

    [Fact]
    public void Plan_SameInputs_SameRoute()
    {
        var request = Request() with { Fallback = FallbackRule.BestEffort };

        var first = Plan(request, "local", "openai", "piapi");
        var second = Plan(request, "local", "openai", "piapi");

        Assert.Equal(first.Chain.Select(ranked => ranked.Offer), second.Chain.Select(ranked => ranked.Offer));
        Assert.Equal(first.Rejected, second.Rejected);
        Assert.Equal(first.Text, second.Text);
    }

    private static ImageRequest Request() =>
        new() { Operation = new Create("a hill", null, null), Size = new PixelSize(1024, 1024) };

    private static IEnumerable<string> Codes(RankedOffer ranked) => ranked.Degradations.Select(loss => loss.Code);

    private static Route Plan(ImageRequest request, params string[] available) => Plan(request, Today, available);

    private static Route Plan(ImageRequest request, DateOnly today, params string[] available) =>
        Router.Plan(request, Catalogue, new ProviderStatus(available.ToHashSet(), today));
}
