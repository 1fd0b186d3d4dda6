using Atelier.Core.Images;
using Atelier.Core.Routing;

namespace Atelier.Engine.Planning;

/// <summary>A place in the chain as it was at accept.</summary>
/// <param name="Version">The exact version of the model, for the answer and the files' metadata.</param>
/// <param name="ExpectedCostUsd">Dollars for one call.</param>
public sealed record PlannedOffer(
    string Model,
    string Version,
    string Provider,
    decimal ExpectedCostUsd,
    DigitalSourceType Source,
    IReadOnlyList<Degradation> Degradations
);
