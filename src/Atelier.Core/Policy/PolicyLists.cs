namespace Atelier.Core.Policy;

/// <summary>
/// The lists of all files together. A term is one or more words, found with its plural; <c>=term</c> is found as written
/// only, <c>term~</c> as a verb too (-ed, -ing), and <c>&lt;age&gt;</c> in it is any number from 1 to 17.
/// </summary>
public sealed record PolicyLists
{
    /// <summary>The group that only negative prompts count for: things whose absence uncovers.</summary>
    public const string Exposing = "exposing";

    /// <summary>The group of words that are found run together with another term too, as in "nudewoman".</summary>
    public const string Joined = "joined";

    public IReadOnlyList<PolicyCategoryEntry> Categories { get; init; } = [];

    public IReadOnlyList<PolicyGroupEntry> Groups { get; init; } = [];

    public IReadOnlyList<PolicyCombinationEntry> Combinations { get; init; } = [];

    /// <summary>Terms that say nothing bad; what lies wholly inside one is not counted.</summary>
    public IReadOnlyList<string> Harmless { get; init; } = [];
}
