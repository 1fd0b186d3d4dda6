using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

/// <summary>A catalogue in code with the models, tables and styles of the requirements, and short ways to ask it.</summary>
internal static class SeedHouse
{
    public static readonly DateOnly Before = new(2026, 11, 20);
    public static readonly DateOnly After = new(2027, 1, 15);

    /// <summary>Every provider of the house but the painter.</summary>
    public static readonly IReadOnlyList<string> Everything =
    [
        "openai",
        "replicate",
        "piapi",
        "legnext",
        "stability",
        "gemini",
    ];

    // As many as their models take in the shipped catalogue.
    private static readonly Dictionary<string, int> References = new() { ["openai"] = 16, ["gemini"] = 14 };

    private static readonly Capability[] Draws = [Capability.TextToImage];
    private static readonly Capability[] Changes = [Capability.TextToImage, Capability.ImageToImage];
    private static readonly Capability[] All = Enum.GetValues<Capability>();

    public static readonly CatalogueSnapshot Catalogue = Build();

    public static ImageRequest Request(
        string? style = null,
        QualityTier? tier = null,
        string? model = null,
        FallbackRule fallback = FallbackRule.Declared
    ) =>
        new()
        {
            Operation = new Create("a hill", null, style),
            Size = new PixelSize(1024, 1024),
            Tier = tier,
            Model = model,
            Fallback = fallback,
        };

    public static ProviderStatus Status(DateOnly? today = null, params string[] available) =>
        new(available.Length > 0 ? available.ToHashSet() : Everything.ToHashSet(), today ?? Before);

    public static Route Plan(ImageRequest request, ProviderStatus? status = null) =>
        Router.Plan(request, Catalogue, status ?? Status());

    public static string Ids(Route route) => string.Join(' ', route.Chain.Select(ranked => ranked.Model.Id).Distinct());

    public static string First(Route route) => route.Chain[0].Model.Id;

    public static OfferEntry Offer(
        string provider,
        decimal price,
        Capability[] can,
        int perCall = 1,
        bool known = true
    ) =>
        new()
        {
            Provider = provider,
            ProviderModel = "model",
            Capabilities = can,
            Sizes = new SizeRule { MaxSide = 2048 },
            PicturesPerCall = perCall,
            MaxPerCall = 4,
            Price = new OfferPrice
            {
                Expected = price,
                Maximum = price,
                AsOf = Before,
                Known = known,
            },
            Seed = true,
            NegativePrompt = true,
            References = References.GetValueOrDefault(provider),
        };

    public static ModelEntry Model(string id, int aesthetic, int photo, params OfferEntry[] offers) =>
        new()
        {
            Id = id,
            Name = id,
            Version = "1",
            Grade = ModelGrade.Premium,
            AestheticScore = aesthetic,
            PhotorealismScore = photo,
            Offers = offers,
        };

    /// <summary>A catalogue of these models alone, without lists.</summary>
    public static CatalogueSnapshot Plain(params ModelEntry[] models) =>
        Of(models, [.. Catalogue.Styles.Select(style => style with { Best = [] })]);

    /// <summary>The same catalogue with everything in the opposite order.</summary>
    public static CatalogueSnapshot Turned() =>
        Of(
            [.. Catalogue.Models.Reverse().Select(model => model with { Offers = [.. model.Offers.Reverse()] })],
            [.. Catalogue.Styles.Reverse()]
        ) with
        {
            FallbackOrder = Catalogue.FallbackOrder,
            Tiers = Catalogue.Tiers,
        };

    private static CatalogueSnapshot Of(IReadOnlyList<ModelEntry> models, IReadOnlyList<StyleEntry> styles)
    {
        var shipped = Tests.Catalogue.ShippedCatalogue.Load();
        return new CatalogueSnapshot("test", shipped.Providers, models, styles, shipped.Sizes, shipped.Prices);
    }

    private static CatalogueSnapshot Build()
    {
        string[] unfit = ["realistic", "photo"];
        ModelEntry[] models =
        [
            Model("local-painter", 3, 1, Offer(Router.Local, 0, Draws)),
            Model("gpt-image-2.5-flare", 8, 8, Offer("openai", 0.013m, All)) with
            {
                Aliases = ["dalle3"],
            },
            Model("gpt-image-2.5-sunburst", 8, 9, Offer("openai", 0.013m, All)),
            Model("gpt-image-1.5", 7, 8, Offer("openai", 0.034m, All)) with
            {
                Retires = new DateOnly(2026, 12, 1),
                Successor = "gpt-image-2.5-flare",
            },
            Model("gpt-image-1", 6, 7, Offer("openai", 0.042m, All)) with
            {
                Retires = new DateOnly(2026, 10, 23),
                Successor = "gpt-image-2.5-sunburst",
            },
            Model("flux-1.1-pro", 7, 10, Offer("replicate", 0.04m, Changes)),
            Model("flux-kontext", 7, 9, Offer("piapi", 0.02m, Changes), Offer("replicate", 0.04m, Changes)),
            Model("flux-schnell", 6, 7, Offer("piapi", 0.0015m, Changes), Offer("replicate", 0.003m, Draws)) with
            {
                Aliases = ["flux1"],
            },
            Model("qwen-image", 6, 6, Offer("piapi", 0.015m, Draws)),
            Model("seedream-4", 7, 5, Offer("piapi", 0.03m, Draws)) with
            {
                Retires = new DateOnly(2026, 1, 1),
                Successor = "seedream-5-lite",
            },
            Model("seedream-5-lite", 7, 6, Offer("piapi", 0.03m, Changes)),
            Model("sdxl", 7, 7, Offer("replicate", 0.01m, Changes), Offer("stability", 0.02m, Changes)) with
            {
                Aliases = ["stable_diffusion_xl"],
            },
            Model("gemini-nano-banana-2.1", 7, 8, Offer("gemini", 0.039m, Changes)) with
            {
                Aliases = ["google_gemini"],
            },
            Model("midjourney-v7", 10, 8, Offer("legnext", 0.08m, All, perCall: 4)) with
            {
                Aliases = ["midjourney"],
                UnfitStyles = unfit,
            },
            Model("midjourney-v6", 9, 8, Offer("legnext", 0.08m, All, perCall: 4)) with
            {
                UnfitStyles = unfit,
            },
        ];
        var styles = Tests.Catalogue.ShippedCatalogue.Load().Styles;
        return Of(models, [.. styles.Select(Styled)]) with
        {
            FallbackOrder = ["gpt-image-2.5-flare", "sdxl", "midjourney-v7"],
            Tiers = new[] { Standard, Premium, Ultra }.ToDictionary(tier => tier.Tier),
        };
    }

    private static TierEntry Standard =>
        new()
        {
            Tier = QualityTier.Standard,
            Prefer = ["flux-schnell", "qwen-image", "seedream-4", "gpt-image-1"],
            Default = "flux-schnell",
        };

    private static TierEntry Premium =>
        new()
        {
            Tier = QualityTier.Premium,
            Prefer = ["flux-1.1-pro", "midjourney-v6", "gpt-image-1.5", "flux-kontext"],
            Styles = new Dictionary<string, string>
            {
                ["lifestyle"] = "midjourney-v6",
                ["hero-shot"] = "midjourney-v6",
                ["product-photo"] = "flux-1.1-pro",
                ["text-heavy"] = "gpt-image-1.5",
            },
            Default = "flux-1.1-pro",
        };

    private static TierEntry Ultra =>
        new()
        {
            Tier = QualityTier.Ultra,
            Prefer = ["midjourney-v7", "midjourney-v6", "flux-1.1-pro", "flux-kontext", "gpt-image-1.5"],
            Styles = new Dictionary<string, string>
            {
                ["lifestyle"] = "midjourney-v7",
                ["hero-shot"] = "midjourney-v7",
                ["artistic"] = "midjourney-v7",
                ["product-photo"] = "flux-1.1-pro",
                ["product-detail"] = "flux-kontext",
                ["text-heavy"] = "gpt-image-1.5",
            },
            Default = "midjourney-v7",
        };

    private static StyleEntry Styled(StyleEntry style) =>
        style.Id switch
        {
            "illustration" => style with { Best = ["midjourney", "dalle3"], Merit = Merit.Aesthetic },
            "photo" => style with { Best = ["sdxl", "midjourney"], Merit = Merit.Photorealism },
            "realistic" => style with { Best = ["dalle3", "sdxl"], Merit = Merit.Photorealism },
            "abstract" => style with { Best = ["midjourney"], Merit = Merit.Aesthetic },
            _ => style with { Best = [], Merit = Merit.Both },
        };
}
