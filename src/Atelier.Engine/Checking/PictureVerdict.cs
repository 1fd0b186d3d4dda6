using Atelier.Core;
using Atelier.Core.Policy;

namespace Atelier.Engine.Checking;

/// <summary>What the checks said of a picture.</summary>
/// <param name="Outcomes">By check; one that is switched off is not among them, unless it failed in what is always on.</param>
/// <param name="Concerns">Checks that a person must decide about; empty when the picture may be shown.</param>
public sealed record PictureVerdict(
    IReadOnlyDictionary<PictureCheck, CheckOutcome> Outcomes,
    IReadOnlyList<PictureCheck> Concerns
)
{
    /// <summary>Whether it must not be shown before a person has decided.</summary>
    public bool Parks => Concerns.Count > 0;

    /// <summary>The outcomes in the words of the wire.</summary>
    internal Dictionary<string, string> ToWords() =>
        Outcomes.ToDictionary(pair => SnakeCase.Of(pair.Key), pair => SnakeCase.Of(pair.Value));

    internal IReadOnlyList<string> ConcernWords => [.. Concerns.Select(concern => SnakeCase.Of(concern))];
}
