using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Providers;

/// <summary>What an adapter compiles.</summary>
/// <param name="Prompt">The caller's words and the style's, put together; null for operations without.</param>
public sealed record CompileOrder(
    ImageRequest Request,
    ModelEntry Model,
    OfferEntry Offer,
    string? Prompt,
    string? NegativePrompt
);
