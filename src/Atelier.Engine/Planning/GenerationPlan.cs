using Atelier.Core.Catalogue;
using Atelier.Core.Routing;

namespace Atelier.Engine.Planning;

/// <summary>What was decided at accept and holds to the end, whatever happens to the catalogue. Holds no words of the caller.</summary>
/// <param name="PriceEach">Thousandths of a credit for one delivered picture.</param>
/// <param name="Seed">The caller's, or the one we drew.</param>
public sealed record GenerationPlan(
    string CatalogueVersion,
    PixelSize? Size,
    Quality Quality,
    string? Style,
    long Seed,
    long PriceEach,
    IReadOnlyList<PlannedOffer> Chain,
    IReadOnlyList<RejectedOffer> Rejected,
    IReadOnlyList<string> Text
);
