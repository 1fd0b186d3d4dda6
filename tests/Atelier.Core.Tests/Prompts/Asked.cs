using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;
using Atelier.Core.Tests.Catalogue;

namespace Atelier.Core.Tests.Prompts;

/// <summary>Requests and what the composer makes of them, by the shipped words.</summary>
internal static class Asked
{
    public static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    public static ImageRequest For(string prompt, string? style = null, string? negative = null) =>
        new() { Operation = new Create(prompt, negative, style) };

    public static ImageRequest Photo(string? prompt, string? style) =>
        new() { Operation = new Stylise(Guid.Empty, prompt, style) };

    public static ComposedPrompt Compose(
        this ImageRequest request,
        string model = "plain",
        bool negative = true,
        PromptWords? words = null
    )
    {
        var offer = Offer(model, negative);
        return PromptComposer.Compose(
            request,
            Model(offer),
            offer,
            Catalogue with
            {
                Words = words ?? Catalogue.Words,
            }
        );
    }

    public static OfferEntry Offer(string model = "plain", bool negative = true, GuidanceRule? guidance = null) =>
        new()
        {
            Provider = "openai",
            ProviderModel = model,
            Capabilities = [Capability.TextToImage],
            Sizes = new SizeRule { MaxSide = 4096 },
            Price = new OfferPrice
            {
                Expected = 0,
                Maximum = 0,
                AsOf = new DateOnly(2026, 11, 20),
            },
            NegativePrompt = negative,
            Guidance = guidance,
        };

    public static ModelEntry Model(OfferEntry offer) =>
        new()
        {
            Id = offer.ProviderModel,
            Name = offer.ProviderModel,
            Version = "1",
            Grade = ModelGrade.Standard,
            AestheticScore = 5,
            PhotorealismScore = 5,
            Offers = [offer],
        };

    public static IEnumerable<string> Codes(this ComposedPrompt prompt) =>
        prompt.Degradations.Select(loss => loss.Code);
}
