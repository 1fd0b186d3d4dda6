namespace Atelier.Core.Routing;

/// <summary>The router's answer: the chain in order of preference, and why the others are not in it.</summary>
/// <param name="Text">The way to the choice, a sentence a step.</param>
public sealed record Route(
    IReadOnlyList<RankedOffer> Chain,
    IReadOnlyList<RejectedOffer> Rejected,
    IReadOnlyList<string> Text
)
{
    /// <summary>
    /// Offers that are passed over only because others take more of the references; they serve where none of the chain can
    /// (requirement C-02).
    /// </summary>
    public IReadOnlyList<RankedOffer> Spare { get; init; } = [];
}
