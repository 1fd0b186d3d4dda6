using Atelier.Core.Catalogue;

namespace Atelier.Core.Tests.Catalogue;

/// <summary>The models of the shipped catalogue, on two days before and after the changes of the winter.</summary>
public sealed class ShippedModelTests
{
    private static readonly CatalogueSnapshot Shipped = ShippedCatalogue.Load();

    private static readonly DateOnly Before = new(2026, 11, 20);
    private static readonly DateOnly After = new(2027, 1, 15);

    [Theory]
    [InlineData(
        "midjourney-v7",
        10,
        8,
        "premium",
        "aesthetics composition artistic people landscapes",
        "text_rendering specific_details"
    )]
    [InlineData(
        "midjourney-v6",
        9,
        8,
        "premium",
        "aesthetics composition artistic people",
        "text_rendering specific_details"
    )]
    [InlineData("midjourney-niji6", 9, 3, "premium", "anime artistic aesthetics composition", "photorealism products")]
    [InlineData("flux-1.1-pro", 7, 10, "premium", "photorealism products text_rendering specific_details", "artistic")]
    [InlineData("flux-kontext", 7, 9, "premium", "specific_details consistency products", "speed")]
    [InlineData("flux-schnell", 6, 7, "standard", "speed photorealism", "artistic text_rendering")]
    [InlineData("gpt-image-1.5", 7, 8, "premium", "text_rendering specific_details consistency", "artistic")]
    [InlineData("gpt-image-1", 6, 7, "premium", "text_rendering specific_details", "artistic")]
    [InlineData("qwen-image", 6, 6, "standard", "speed people", "specific_details text_rendering")]
    [InlineData("seedream-4", 7, 5, "standard", "artistic aesthetics", "photorealism specific_details")]
    [InlineData("nano-banana-pro", 5, 5, "premium", "speed", "specific_details text_rendering")]
    [InlineData("z-image-turbo", 4, 5, "budget", "speed", "specific_details text_rendering artistic")]
    public void Models_OfTheTable_HaveItsFigures(
        string id,
        int aesthetic,
        int photorealism,
        string grade,
        string strengths,
        string weaknesses
    )
    {
        var model = Shipped.FindModel(id)!;

        Assert.Equal(
            (aesthetic, photorealism, grade),
            (model.AestheticScore, model.PhotorealismScore, SnakeCase.Of(model.Grade))
        );
        Assert.Equal(strengths, string.Join(' ', model.Strengths.Select(tag => SnakeCase.Of(tag))));
        Assert.Equal(weaknesses, string.Join(' ', model.Weaknesses.Select(tag => SnakeCase.Of(tag))));
    }

    [Theory]
    [InlineData("flux-1.1-pro", "replicate", "black-forest-labs/flux-1.1-pro", 0.04, "text_to_image image_to_image")]
    [InlineData("flux-kontext", "piapi", "Qubico/flux1-dev-advanced#kontext", 0.02, "image_to_image variations")]
    [InlineData("flux-kontext", "piapi", "Qubico/flux1-dev-advanced#fill-inpaint", 0.02, "inpainting")]
    [InlineData("flux-kontext", "piapi", "Qubico/flux1-dev-advanced#fill-outpaint", 0.02, "outpainting")]
    [InlineData(
        "flux-kontext",
        "replicate",
        "black-forest-labs/flux-kontext-pro",
        0.04,
        "text_to_image image_to_image variations"
    )]
    [InlineData("flux-schnell", "piapi", "Qubico/flux1-schnell", 0.0015, "text_to_image image_to_image")]
    [InlineData("flux-schnell", "replicate", "black-forest-labs/flux-schnell", 0.003, "text_to_image")]
    [InlineData("qwen-image", "piapi", "Qubico/qwen-image#txt2img", 0.015, "text_to_image")]
    [InlineData("qwen-image", "piapi", "Qubico/qwen-image#image-edit", 0.025, "image_to_image variations")]
    [InlineData(
        "seedream-5-lite",
        "piapi",
        "seedream#seedream-5-lite",
        0.028,
        "text_to_image image_to_image variations"
    )]
    [InlineData("nano-banana-pro", "gemini", "gemini-3-pro-image", 0.134, "text_to_image image_to_image variations")]
    [InlineData("z-image-turbo", "piapi", "Qubico/z-image#txt2img", 0.004, "text_to_image")]
    [InlineData(
        "gemini-nano-banana-2.1",
        "gemini",
        "gemini-nano-banana-2.1",
        0.0336,
        "text_to_image image_to_image variations"
    )]
    [InlineData("sdxl", "stability", "stable-image/edit/outpaint", 0.04, "outpainting")]
    [InlineData("sdxl", "stability", "stable-image/upscale/fast", 0.02, "upscaling")]
    [InlineData("background-remover", "stability", "stable-image/edit/remove-background", 0.05, "background_removal")]
    public void Offers_OfAModel_AreThoseOfTheProviders(
        string model,
        string provider,
        string providerModel,
        double price,
        string capabilities
    )
    {
        var offer = Assert.Single(
            Shipped.FindModel(model)!.Offers,
            offer => offer.Provider == provider && offer.ProviderModel == providerModel
        );

        Assert.Equal((decimal)price, offer.Price.Expected);
        Assert.True(offer.Price.Known);
        Assert.Equal(capabilities, string.Join(' ', offer.Capabilities.Select(one => SnakeCase.Of(one))));
    }

    [Theory]
    [InlineData("gpt-image-1.5", "piapi")]
    [InlineData("nano-banana-pro", "piapi")]
    [InlineData("real-esrgan", "replicate")]
    public void Offers_WhosePriceNobodyTells_SaySo(string model, string provider)
    {
        var offer = Shipped.FindModel(model)!.Offers.First(offer => offer.Provider == provider);

        Assert.False(offer.Price.Known);
        Assert.True(offer.Price.Maximum > 0);
    }

    [Theory]
    [InlineData("flux1", "flux-schnell", 0.008)]
    [InlineData("stable_diffusion_xl", "sdxl", 0.015)]
    [InlineData("google_gemini", "gemini-nano-banana-2.1", 0.039)]
    [Trait("Requirement", "B-15")]
    public void Versions_OfThePhotoDoorsProviders_KeepTheSeedsPrices(string alias, string id, double price)
    {
        var model = Shipped.FindModel(alias)!;

        Assert.Equal(id, model.Id);
        Assert.Equal((decimal)price, model.Offers[0].Price.Versions["seed"]);
        Assert.NotEqual((decimal)price, model.Offers[0].Price.Expected);
    }

    [Theory]
    [InlineData("sdxl", "sdxl")]
    [InlineData("SDXL", "sdxl")]
    [InlineData("stable-diffusion-xl-1024-v1-0", "sdxl")]
    [InlineData("gemini-3-pro-image", "nano-banana-pro")]
    [InlineData("gemini-2.5-flash-image", "gemini-2.5-flash-image")]
    public void FindModel_NameAtAProvider_FindsTheModel(string name, string id) =>
        Assert.Equal(id, Shipped.FindModel(name)?.Id);

    [Theory]
    [InlineData("gpt-image-1.5", ModelState.Retiring, ModelState.Retired, "gpt-image-2.5-flare")]
    [InlineData("gpt-image-1", ModelState.Retired, ModelState.Retired, "gpt-image-2.5-sunburst")]
    [InlineData("seedream-4", ModelState.Retired, ModelState.Retired, "seedream-5-lite")]
    [InlineData("gemini-2.5-flash-image", ModelState.Retired, ModelState.Retired, "gemini-nano-banana-2.1")]
    [InlineData("midjourney-v7", ModelState.Alive, ModelState.Alive, "midjourney-v7")]
    [InlineData("sdxl", ModelState.Alive, ModelState.Alive, "sdxl")]
    [InlineData("dalle3", ModelState.Alive, ModelState.Alive, "gpt-image-2.5-flare")]
    public void StateOn_TwoDays_IsWhatTheProvidersAnnounced(
        string name,
        ModelState before,
        ModelState after,
        string heir
    )
    {
        var model = Shipped.FindModel(name)!;

        Assert.Equal((before, after), (model.StateOn(Before), model.StateOn(After)));
        Assert.Equal(heir, Shipped.CurrentOf(model, After).Id);
        Assert.Equal(before == ModelState.Retired ? heir : model.Id, Shipped.CurrentOf(model, Before).Id);
    }

    [Theory]
    [InlineData(
        QualityTier.Ultra,
        "midjourney-v7",
        "midjourney-v7 midjourney-v6 flux-1.1-pro flux-kontext gpt-image-1.5"
    )]
    [InlineData(QualityTier.Premium, "flux-1.1-pro", "flux-1.1-pro midjourney-v6 gpt-image-1.5 flux-kontext")]
    [InlineData(QualityTier.Standard, "flux-schnell", "flux-schnell qwen-image seedream-4 gpt-image-1")]
    public void Tiers_OfTheSpecification_PreferTheirModelsInOrder(QualityTier tier, string first, string preferred)
    {
        Assert.Equal(preferred, string.Join(' ', Shipped.Tiers[tier].Prefer));
        Assert.Equal(first, Shipped.Tiers[tier].Default);
    }

    [Theory]
    [InlineData(
        QualityTier.Ultra,
        "hero-shot=midjourney-v7 lifestyle=midjourney-v7 artistic=midjourney-v7 product-photo=flux-1.1-pro product-detail=flux-kontext text-heavy=gpt-image-1.5"
    )]
    [InlineData(
        QualityTier.Premium,
        "lifestyle=midjourney-v6 hero-shot=midjourney-v6 product-photo=flux-1.1-pro text-heavy=gpt-image-1.5"
    )]
    [InlineData(QualityTier.Standard, "")]
    public void Tiers_ByStyle_AreTheRowsOfTheSpecification(QualityTier tier, string rows) =>
        Assert.Equal(
            rows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            Shipped.Tiers[tier].Styles.Select(row => $"{row.Key}={row.Value}").Order()
        );

    [Theory]
    [InlineData("realistic", "dalle3 sdxl", Merit.Photorealism)]
    [InlineData("illustration", "midjourney sdxl", Merit.Aesthetic)]
    [InlineData("abstract", "midjourney dalle3", Merit.Aesthetic)]
    [InlineData("minimal", "dalle3 sdxl", Merit.Both)]
    [InlineData("photo", "dalle3 sdxl", Merit.Photorealism)]
    [InlineData("product-photo", "", Merit.Photorealism)]
    [InlineData("oil", "", Merit.Aesthetic)]
    [InlineData("lifestyle", "", Merit.Both)]
    [Trait("Requirement", "C-17")]
    [Trait("Requirement", "C-18")]
    [Trait("Requirement", "C-19")]
    [Trait("Requirement", "C-20")]
    [Trait("Requirement", "C-21")]
    public void Styles_Shipped_NameTheirBestModelsAndTheScoreThatCounts(string id, string best, Merit merit)
    {
        var style = Shipped.FindStyle(id)!;

        Assert.Equal((best, merit), (string.Join(' ', style.Best), style.Merit));
    }

    [Fact]
    public void FallbackOrder_Shipped_IsThatOfTheSpecification()
    {
        Assert.Equal(["gpt-image-2.5-flare", "sdxl", "midjourney-v7"], Shipped.FallbackOrder);
        Assert.All(
            Shipped.Models.Where(model => model.Id.StartsWith("midjourney", StringComparison.Ordinal)),
            model => Assert.Equal(["realistic", "photo"], model.UnfitStyles)
        );
    }

    [Fact]
    public void Credits_OfTheThreeAliases_AreThoseOfTheTable()
    {
        Assert.Equal([500, 1000, 1500, 2000], Credits("dalle3"));
        Assert.Equal([240, 640, 960, 1440], Credits("sdxl"));
        Assert.Equal([600, 1200, 1800, 3000], Credits("midjourney"));
        Assert.Equal(3, Shipped.Models.Count(model => model.Credits is not null));

        static IEnumerable<long> Credits(string name) =>
            Enum.GetValues<Quality>().Select(quality => Shipped.FindModel(name)!.Credits![quality]);
    }

    [Theory]
    [Trait("Requirement", "C-41")]
    [InlineData("dalle3", "openai", 3840, 10, 32_000, 1)]
    [InlineData("sdxl", "stability", 1536, 10, 2_000, 1)]
    [InlineData("midjourney", "legnext", 2048, 4, 8_192, 4)]
    public void Models_OfTheThreeAliases_HoldWhatIsAskedOfAProvidersData(
        string name,
        string providerId,
        int side,
        int batch,
        int prompt,
        int yields
    )
    {
        var model = Shipped.FindModel(name)!;
        var provider = Shipped.FindProvider(providerId)!;
        var offer = model.Offers.First(offer => offer.Provider == providerId);

        // Name, endpoint, calls at once, time-out, and the model with its version.
        Assert.All([provider.Name, provider.Endpoint, model.Name, model.Version], text => Assert.NotEmpty(text!));
        Assert.True(provider.Lane > 0);
        Assert.True(provider.WaitSeconds > 0);
        // Largest side, pictures at once, and characters.
        Assert.Equal((side, batch, prompt), (offer.Sizes.MaxSide, offer.MaxPerCall, offer.MaxPromptLength));
        Assert.Equal(yields, offer.PicturesPerCall);
        // What it can do, for which styles, and the price by quality.
        Assert.Contains(Capability.Variations, offer.Capabilities);
        Assert.All(model.UnfitStyles, style => Assert.Contains(Shipped.Styles, entry => entry.Id == style));
        Assert.Equal(Enum.GetValues<Quality>().ToHashSet(), model.Credits!.Keys.ToHashSet());
    }

    [Fact]
    [Trait("Requirement", "C-41")]
    public void Offers_Shipped_CanEverythingThatIsAskedForSomewhere() =>
        Assert.Equal(
            Enum.GetValues<Capability>().ToHashSet(),
            Shipped.Models.SelectMany(model => model.Offers).SelectMany(offer => offer.Capabilities).ToHashSet()
        );

    [Theory]
    [Trait("Requirement", "C-41")]
    [InlineData("openai", "https://api.openai.com", 60)]
    [InlineData("stability", "https://api.stability.ai", 45)]
    [InlineData("legnext", "https://api.legnext.ai", 120)]
    [InlineData("gemini", "https://generativelanguage.googleapis.com", null)]
    [InlineData("local", null, null)]
    public void Providers_Shipped_HaveTheirEndpointsAndWaits(string id, string? endpoint, int? seconds)
    {
        var provider = Shipped.FindProvider(id)!;

        Assert.Equal((endpoint, seconds), (provider.Endpoint, provider.WaitSeconds));
    }

    [Fact]
    public void Offers_OfEveryModel_MakeEverySizeOfTheTableOrFitIt() =>
        Assert.All(
            Shipped
                .Models.SelectMany(model => model.Offers)
                .Where(offer => offer.Capabilities.Contains(Capability.TextToImage)),
            offer =>
                Assert.All(
                    Shipped.Sizes.Ratios.Values.SelectMany(sizes => sizes.Values),
                    size => Assert.NotNull(NativeSize.For(size, offer.Sizes))
                )
        );
}
