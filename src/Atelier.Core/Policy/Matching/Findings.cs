namespace Atelier.Core.Policy.Matching;

/// <summary>What was found so far.</summary>
/// <param name="Sure">What counts for every category.</param>
/// <param name="OfMinors">That, and what counts for minors only.</param>
/// <param name="Doubted">Both, and what may have been meant otherwise.</param>
internal record struct Findings(uint Prohibited, uint Flagged, Evidence Sure, Evidence OfMinors, Evidence Doubted);
