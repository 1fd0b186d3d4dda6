using Atelier.Core.Policy.Matching;

namespace Atelier.Core.Policy;

/// <summary>The policy lists of a catalogue: read with it, compiled when they are first needed, then never changed.</summary>
public sealed class PolicyBook
{
    private readonly Lazy<PolicyMatcher> _matcher;

    public PolicyBook(IReadOnlySet<PolicyCategory> active, PolicyLists lists)
    {
        Active = active;
        Lists = lists;
        _matcher = new Lazy<PolicyMatcher>(() => PolicyCompiler.Compile(lists));
    }

    /// <summary>A book without words.</summary>
    public static PolicyBook Empty { get; } = new(new HashSet<PolicyCategory>(), new PolicyLists());

    /// <summary>What is checked where no file says it.</summary>
    public static IReadOnlySet<PolicyCategory> UsuallyActive { get; } =
        new HashSet<PolicyCategory>
        {
            PolicyCategory.AdultContent,
            PolicyCategory.Violence,
            PolicyCategory.HateSpeech,
            PolicyCategory.IllegalActivity,
            PolicyCategory.CelebrityLikeness,
        };

    /// <summary>Categories that are checked unless an operator switched them.</summary>
    public IReadOnlySet<PolicyCategory> Active { get; }

    /// <summary>The words as written.</summary>
    public PolicyLists Lists { get; }

    internal PolicyMatcher Matcher => _matcher.Value;
}
