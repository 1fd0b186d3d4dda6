using Atelier.Data.Generations;

namespace Atelier.Engine.Accepting;

/// <summary>What the presentation doors know of a request besides what all doors know.</summary>
/// <param name="Regenerates">Whether it makes anew what was made before, which has limits of its own (requirement C-69).</param>
public sealed record DeckIntake(ElementPlace Place, bool Regenerates = false);
