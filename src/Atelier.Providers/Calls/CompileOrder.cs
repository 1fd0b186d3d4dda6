using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Providers.Calls;

/// <summary>What an adapter compiles.</summary>
/// <param name="Request">Its seed is settled: the caller's or one we drew.</param>
/// <param name="Prompt">Composed, and clean of flags where the model has some; null for operations without.</param>
/// <param name="Source">The image that is changed; null for operations without.</param>
/// <param name="Mask">The image that says where; null for operations without.</param>
/// <param name="PublicAddress">Whether the provider can fetch files from us, and call us back.</param>
/// <param name="Guidance">How closely to follow the prompt, in the offer's range; null leaves it to the provider.</param>
public sealed record CompileOrder(
    ImageRequest Request,
    ModelEntry Model,
    OfferEntry Offer,
    string? Prompt,
    string? NegativePrompt,
    SourceImage? Source = null,
    SourceImage? Mask = null,
    bool PublicAddress = false,
    decimal? Guidance = null
)
{
    /// <summary>Whether the seed of the request is the caller's.</summary>
    public bool SeedAsked { get; init; }

    /// <summary>Pictures whose look a new one should have; more than the offer takes are left out and declared.</summary>
    public IReadOnlyList<SourceImage> References { get; init; } = [];
}
