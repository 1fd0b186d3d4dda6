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

    /// <summary>The group of words for minors.</summary>
    public const string Minor = "minor";

    /// <summary>The group of words for anybody.</summary>
    public const string Person = "person";

    /// <summary>The group of words that tell of a person they stand directly behind, whatever harmless term they begin.</summary>
    public const string Bare = "bare";

    /// <summary>The group of things that a <see cref="Doubtful"/> term before them tells of.</summary>
    public const string Things = "things";

    public IReadOnlyList<PolicyCategoryEntry> Categories { get; init; } = [];

    public IReadOnlyList<PolicyGroupEntry> Groups { get; init; } = [];

    public IReadOnlyList<PolicyCombinationEntry> Combinations { get; init; } = [];

    /// <summary>Terms that say nothing bad; what lies wholly inside one is not counted.</summary>
    public IReadOnlyList<string> Harmless { get; init; } = [];

    /// <summary>Terms that say nothing bad unless there is a minor: then a person decides.</summary>
    public IReadOnlyList<string> Doubtful { get; init; } = [];
}
