using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Providers.Calls;

/// <summary>What an adapter compiles.</summary>
/// <param name="Request">Its seed is settled: the caller's or one we drew.</param>
/// <param name="Prompt">The caller's words and the style's, put together; null for operations without.</param>
/// <param name="Source">The image that is changed; null for operations without.</param>
/// <param name="Mask">The image that says where; null for operations without.</param>
/// <param name="PublicAddress">Whether the provider can fetch files from us, and call us back.</param>
public sealed record CompileOrder(
    ImageRequest Request,
    ModelEntry Model,
    OfferEntry Offer,
    string? Prompt,
    string? NegativePrompt,
    SourceImage? Source = null,
    SourceImage? Mask = null,
    bool PublicAddress = false
);
