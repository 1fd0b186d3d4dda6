using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Prompts;

/// <summary>The prompts of one request: composed once for each wording, not once for each offer. For one thread.</summary>
public sealed class PromptSheet(ImageRequest request, CatalogueSnapshot catalogue)
{
    private readonly ComposedPrompt?[] _composed = new ComposedPrompt?[2 * Enum.GetValues<PromptFamily>().Length];

    /// <summary>The style that the request names.</summary>
    public StyleEntry? Style { get; } = PromptComposer.StyleOf(request, catalogue);

    /// <summary>What <see cref="PromptComposer.Compose(ImageRequest, ModelEntry, OfferEntry, CatalogueSnapshot)"/> gives.</summary>
    public ComposedPrompt For(ModelEntry model, OfferEntry offer)
    {
        var family = PromptFamilies.Of(model, offer);
        ref var composed = ref _composed[(2 * (int)family) + (offer.NegativePrompt ? 1 : 0)];
        return composed ??= PromptComposer.Compose(request, Style, family, offer.NegativePrompt, catalogue.Words);
    }
}
