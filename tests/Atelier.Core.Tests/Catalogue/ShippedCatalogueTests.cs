using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

public sealed class ShippedCatalogueTests
{
    private static readonly CatalogueSnapshot Shipped = ShippedCatalogue.Load();

    [Theory]
    [InlineData("16:9", "896x504", "1792x1008", "2560x1440", "3840x2160")]
    [InlineData("4:3", "768x576", "1536x1152", "2048x1536", "3072x2304")]
    [InlineData("1:1", "512x512", "1024x1024", "1536x1536", "2048x2048")]
    [InlineData("9:16", "504x896", "1008x1792", "1440x2560", "2160x3840")]
    public void Sizes_OfARatio_AreThoseOfTheTable(
        string ratio,
        string draft,
        string standard,
        string high,
        string ultra
    ) =>
        Assert.Equal(
            [draft, standard, high, ultra],
            Enum.GetValues<Quality>().Select(quality => Shipped.Sizes.Find(ratio, quality).ToString())
        );

    [Fact]
    public void Sizes_Ratios_AreFour() => Assert.Equal(4, Shipped.Sizes.Ratios.Count);

    [Theory]
    [InlineData("16:9", "Slide backgrounds", "Wide images", "Video thumbnails")]
    [InlineData("4:3", "Standard images", "Document images", "Classic format")]
    [InlineData("1:1", "Icons", "Profile images", "Centered graphics")]
    [InlineData("9:16", "Portrait images", "Mobile-first", "Vertical banners")]
    [InlineData("custom", "Custom element sizes", "Specific requirements")]
    public void Sizes_UseCases_AreThoseOfTheTable(string ratio, params string[] uses) =>
        Assert.Equal(uses, Shipped.Sizes.UseCases[ratio]);

    [Theory]
    [InlineData(Quality.Draft, 500)]
    [InlineData(Quality.Standard, 1000)]
    [InlineData(Quality.High, 2000)]
    [InlineData(Quality.Ultra, 4000)]
    public void Prices_OfAQuality_AreThoseOfTheTable(Quality quality, long thousandths) =>
        Assert.Equal(thousandths, Shipped.Prices.Of(quality));

    [Fact]
    public void Prices_RemoveBackground_IsHalfACredit() => Assert.Equal(500, Shipped.Prices.RemoveBackground);

    [Theory]
    [InlineData(StyleKind.Visual, "realistic", "illustration", "abstract", "minimal", "photo")]
    [InlineData(StyleKind.Use, "lifestyle", "hero-shot", "artistic", "product-photo", "product-detail", "text-heavy")]
    [InlineData(StyleKind.Transfer, "ghibli", "dragonball", "pixel", "oil", "cartoon")]
    public void Styles_OfAKind_AreThoseOfTheSpecification(StyleKind kind, params string[] ids) =>
        Assert.Equal(ids, Shipped.Styles.Where(style => style.Kind == kind).Select(style => style.Id));

    [Theory]
    [InlineData(
        "realistic",
        7.5,
        "photorealistic, highly detailed, professional photography, natural lighting",
        "cartoon, illustration, anime, drawing, artistic"
    )]
    [InlineData(
        "illustration",
        8.0,
        "digital illustration, vector art style, clean lines, vibrant colors",
        "photograph, realistic, photo, 3d render"
    )]
    [InlineData(
        "abstract",
        6.0,
        "abstract art, artistic interpretation, creative visualization, conceptual art",
        "realistic, photograph, detailed"
    )]
    [InlineData(
        "minimal",
        9.0,
        "minimalist design, simple shapes, clean composition, negative space, flat design",
        "complex, detailed, busy, cluttered, realistic"
    )]
    [InlineData(
        "photo",
        7.0,
        "professional stock photo, business photography, clean background, high quality, commercial photography",
        "amateur, low quality, blurry, artistic, illustration"
    )]
    [Trait("Requirement", "C-17")]
    [Trait("Requirement", "C-18")]
    [Trait("Requirement", "C-19")]
    [Trait("Requirement", "C-20")]
    [Trait("Requirement", "C-21")]
    public void Styles_Visual_HoldTheWordsOfTheTable(string id, double guidance, string words, string avoid)
    {
        var style = Shipped.FindStyle(id)!;

        Assert.Equal(words, string.Join(", ", style.Words));
        Assert.Equal(avoid, string.Join(", ", style.Avoid));
        Assert.Equal((decimal)guidance, style.Guidance);
    }

    [Theory]
    [InlineData("ghibli", "Studio Ghibli anime style, soft watercolor, dreamy atmosphere")]
    [InlineData("dragonball", "Dragon Ball Z anime style, vibrant colors, dynamic pose, Akira Toriyama art")]
    [InlineData("pixel", "pixel art style, 16-bit, retro gaming aesthetic, vibrant pixelated colors")]
    [InlineData("oil", "oil painting style, classical art, rich textures, Renaissance painting")]
    [InlineData("cartoon", "cartoon style, cute, colorful, simple lines, playful")]
    [Trait("Requirement", "B-18")]
    public void Styles_Transfer_HoldTheWordsOfTheTable(string id, string words) =>
        Assert.Equal(words, string.Join(", ", Shipped.FindStyle(id)!.Words));

    [Theory]
    [InlineData("local", null, null)]
    [InlineData("openai", 5, "OPENAI_API_KEY")]
    [InlineData("replicate", 5, "REPLICATE_API_TOKEN")]
    [InlineData("piapi", 3, "PIAPI_API_KEY")]
    [InlineData("legnext", 3, "LEGNEXT_API_KEY")]
    [InlineData("gemini", 10, "GOOGLE_AI_API_KEY")]
    [InlineData("stability", 10, "STABILITY_API_KEY")]
    public void Providers_Shipped_HaveTheirLanesAndKeys(string id, int? lane, string? key)
    {
        var provider = Shipped.FindProvider(id)!;

        Assert.Equal((lane, key), (provider.Lane, provider.KeyVariable));
    }

    [Theory]
    [InlineData("mode", "one of fast, turbo, relax")]
    [InlineData("stylize", "a whole number from 0 to 1000")]
    [InlineData("chaos", "a whole number from 0 to 100")]
    [InlineData("quality", "one of 0.25, 0.5, 1")]
    [InlineData("reference_strength", "a number from 0 to 1 with at most 2 decimals")]
    [Trait("Requirement", "A-26")]
    public void Options_OfLegNext_AreThoseOfTheSpecification(string name, string allowed)
    {
        var options = Shipped.FindProvider("legnext")!.Options;

        Assert.Equal(5, options.Count);
        Assert.Equal(allowed, Assert.Single(options, option => option.Name == name).Allowed);
    }

    [Theory]
    [InlineData("midjourney-v7", "midjourney-v7", "7.0", 10, 8, "aesthetics composition artistic people landscapes")]
    [InlineData("midjourney-v6", "midjourney-v6", "6.0", 9, 8, "aesthetics composition artistic people")]
    [InlineData("midjourney-niji6", "niji-6", "6.0", 9, 3, "anime artistic aesthetics composition")]
    [Trait("Requirement", "A-03")]
    [Trait("Requirement", "A-04")]
    [Trait("Requirement", "A-05")]
    public void Models_OfMidjourney_AreThoseOfTheSpecification(
        string id,
        string providerModel,
        string version,
        int aesthetic,
        int photorealism,
        string strengths
    )
    {
        var model = Shipped.FindModel(id)!;
        var offer = Assert.Single(model.Offers);

        Assert.Equal(
            (version, aesthetic, photorealism, ModelGrade.Premium),
            (model.Version, model.AestheticScore, model.PhotorealismScore, model.Grade)
        );
        Assert.Equal(strengths, string.Join(' ', model.Strengths.Select(tag => SnakeCase.Of(tag))));
        Assert.Equal(
            id == "midjourney-niji6"
                ? [ModelTag.Photorealism, ModelTag.Products]
                : [ModelTag.TextRendering, ModelTag.SpecificDetails],
            model.Weaknesses
        );
        Assert.Equal(("legnext", providerModel), (offer.Provider, offer.ProviderModel));
        Assert.Equal(
            (2048, 7, 4, 4),
            (offer.Sizes.MaxSide, offer.Sizes.Fixed.Count, offer.PicturesPerCall, offer.MaxPerCall)
        );
        Assert.Equal((0.08m, 0.16m), (offer.Price.Expected, offer.Price.Maximum));
        Assert.Equal(
            id == "midjourney-niji6" ? "mode=fast stylize=100" : "mode=fast stylize=100 chaos=0 quality=1",
            string.Join(' ', offer.DefaultParams.Select(option => $"{option.Key}={option.Value}"))
        );
        Assert.Contains(Capability.Upscaling, offer.Capabilities);
        Assert.Equal(id == "midjourney-v7", offer.Capabilities.Contains(Capability.BackgroundRemoval));
    }

    [Theory]
    [InlineData("dalle3", "gpt-image-2.5-flare")]
    [InlineData("dall-e-3", "gpt-image-2.5-flare")]
    [InlineData("flux1", "flux-schnell")]
    [InlineData("midjourney", "midjourney-v7")]
    [InlineData("Midjourney", "midjourney-v7")]
    [InlineData("niji-6", "midjourney-niji6")]
    [InlineData("local-painter", "local-painter")]
    public void FindModel_NameOfTheSeeds_FindsTheModel(string name, string id) =>
        Assert.Equal(id, Shipped.FindModel(name)?.Id);

    [Theory]
    [InlineData("gpt-image-1", "2026-10-22", "gpt-image-1")]
    [InlineData("gpt-image-1", "2026-10-23", "gpt-image-2.5-sunburst")]
    [InlineData("gpt-image-1", "2026-11-20", "gpt-image-2.5-sunburst")]
    [InlineData("gpt-image-1.5", "2026-11-20", "gpt-image-1.5")]
    [InlineData("gpt-image-1.5", "2027-01-15", "gpt-image-2.5-flare")]
    [InlineData("flux-schnell", "2027-01-15", "flux-schnell")]
    public void CurrentOf_OnADay_IsTheModelOrItsSuccessor(string id, string day, string current)
    {
        var today = DateOnly.Parse(day, null);
        var model = Shipped.FindModel(id)!;

        Assert.Equal(current, Shipped.CurrentOf(model, today).Id);
        Assert.Equal(id != current, model.IsRetired(today));
    }

    [Fact]
    public void Offers_OfTheLocalPainter_TakeEverySizeOfTheTableForNothing()
    {
        var offer = Assert.Single(Shipped.FindModel("local-painter")!.Offers);

        Assert.All(
            Shipped.Sizes.Ratios.Values.SelectMany(sizes => sizes.Values),
            size => Assert.True(offer.Sizes.Takes(size))
        );
        Assert.Equal((0m, 0m), (offer.Price.Expected, offer.Price.Maximum));
        Assert.True(offer.Seed);
    }

    [Theory]
    [InlineData(3840, 2160, true)]
    [InlineData(2160, 3840, true)]
    [InlineData(1024, 1024, true)]
    [InlineData(512, 512, false)]
    [InlineData(1000, 1000, false)]
    [InlineData(3840, 2176, false)]
    [InlineData(3840, 1280, true)]
    [InlineData(3840, 1264, false)]
    public void Takes_GptImageSize_FollowsTheRuleOfTheWire(int width, int height, bool takes) =>
        Assert.Equal(takes, Shipped.FindModel("dalle3")!.Offers[0].Sizes.Takes(new PixelSize(width, height)));

    [Theory]
    [InlineData("piapi", "Qubico/flux1-schnell", 0.0015)]
    [InlineData("replicate", "black-forest-labs/flux-schnell", 0.003)]
    public void Offers_OfFluxSchnell_HaveTheirPrices(string provider, string providerModel, double price)
    {
        var offer = Assert.Single(Shipped.FindModel("flux-schnell")!.Offers, offer => offer.Provider == provider);

        Assert.Equal((providerModel, (decimal)price), (offer.ProviderModel, offer.Price.Expected));
    }
}
