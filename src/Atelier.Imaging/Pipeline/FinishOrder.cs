using Atelier.Core.Images;
using Atelier.Imaging.Provenance;

namespace Atelier.Imaging.Pipeline;

/// <summary>What shall become of a picture's pixels.</summary>
/// <param name="Format">The format of the original.</param>
/// <param name="Provenance">What every file says about its making.</param>
public sealed record FinishOrder(ImageFormat Format, ProvenanceRecord Provenance);
