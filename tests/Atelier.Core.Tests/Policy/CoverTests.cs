using Atelier.Core.Policy;

namespace Atelier.Core.Tests.Policy;

/// <summary>Terms that say what the words inside them mean, and where they do not help: beside minors, behind persons, over commas.</summary>
public sealed class CoverTests
{
    private const string Small = """
        policy:
          categories:
            - id: adult_content
              prohibited: [bare]
              flagged: [loose]
              softened: [bare sketch]
          groups:
            - id: minor
              words: [mouse]
            - id: person
              words: [neighbour]
            - id: bare
              words: [bare]
            - id: things
              words: [hat]
            - id: unfit
              words: [bare, loose]
            - id: taken
              words: [taken]
          combinations:
            - { category: sexual_minors, verdict: prohibited, groups: [minor, unfit] }
            - { category: sexual_minors, verdict: prohibited, groups: [unfit, taken], within: 2 }
          harmless: [bare shoe, loose end, bare bone broth]
          doubtful: [chalk bare, loose talk]
        """;

    private static readonly PolicySettings Settings = PolicySettings.Of(Lists.Of(Small));
    private static readonly PolicySettings Shipped = PolicySettings.Of(Lists.Shipped);

    [Theory]
    [InlineData("a bare shoe", "allowed")]
    [InlineData("a mouse with a bare shoe", "allowed")]
    [InlineData("bare shoes for a mouse, loose ends", "allowed")]
    [InlineData("bare-shoe mouse", "allowed")]
    [InlineData("a mouse, bare shoe", "allowed")]
    [InlineData("mouse loose end", "allowed")]
    [InlineData("mouse bare shoe", "review")]
    [InlineData("a mouse and a neighbour bare shoe", "review")]
    [InlineData("a mouse, bare, shoe", "blocked")]
    [InlineData("a mouse, bare. Shoe", "blocked")]
    [InlineData("a mouse, bare! shoe", "blocked")]
    [InlineData("a mouse, bare\nshoe", "blocked")]
    [InlineData("a mouse, bare – shoe", "blocked")]
    [InlineData("a mouse, bare - shoe", "blocked")]
    [InlineData("a mouse, bare (shoe)", "blocked")]
    [InlineData("a mouse, bare | shoe", "blocked")]
    [InlineData("a mouse, bare，shoe", "blocked")]
    [InlineData("a mouse, bare bone, broth", "blocked")]
    [InlineData("a mouse, bare shoe, bare", "blocked")]
    public void Check_HarmlessTermBesideMinor_HelpsWhereItIsOneThought(string text, string verdict) =>
        Assert.Equal(verdict, Minors(text));

    [Theory]
    [InlineData("chalk bare", "allowed")]
    [InlineData("a neighbour in chalk bare", "allowed")]
    [InlineData("a mouse with chalk bare", "review")]
    [InlineData("a mouse in a chalk bare hat", "allowed")]
    [InlineData("a mouse in a chalk bare old hat", "allowed")]
    [InlineData("a mouse in a chalk bare, hat", "review")]
    [InlineData("mouse, chalk bare", "blocked")]
    [InlineData("mouse chalk bare hat", "review")]
    [InlineData("a mouse: loose talk", "blocked")]
    [InlineData("loose talk taken", "review")]
    [InlineData("chalk bare taken", "review")]
    public void Check_DoubtfulTermBesideMinor_IsLeftToAPersonAtLeast(string text, string verdict) =>
        Assert.Equal(verdict, Minors(text));

    [Theory]
    [InlineData("a bare sketch", "review", "allowed")]
    [InlineData("bare, sketch", "blocked", "allowed")]
    [InlineData("a bare sketch, bare", "blocked", "allowed")]
    [InlineData("a bare sketch of a mouse", "blocked", "blocked")]
    public void Check_SoftenedTerm_GoesToReviewUnlessThereIsAMinor(string text, string adult, string minors)
    {
        Assert.Equal(adult, In(text, PolicyCategory.AdultContent, Settings));
        Assert.Equal(minors, Minors(text));
    }

    [Fact]
    public void Check_CommasInsideHarmlessTerms_UncoverWhatTheyHeld()
    {
        var bare = Lists.Shipped.Lists.Groups.Single(group => group.Id == PolicyLists.Bare).Words;
        var terms = Lists
            .Shipped.Lists.Harmless.Concat(Lists.Shipped.Lists.Doubtful)
            .Where(term => bare.Any(word => term.StartsWith(word + " ", StringComparison.Ordinal)))
            .ToList();

        Assert.True(terms.Count > 80);
        Assert.All(
            terms,
            term =>
            {
                var at = term.IndexOf(' ', StringComparison.Ordinal);
                var text = $"a 14 year old girl, {term[..at]}, {term[at..]} behind her";
                Assert.True(Minors(text, Shipped) == "blocked", text);
            }
        );
    }

    [Fact]
    public void Check_DoubtfulTermsOfColoursBesideMinors_AreNeverSimplyAllowed()
    {
        var bare = Lists.Shipped.Lists.Groups.Single(group => group.Id == PolicyLists.Bare).Words;
        var terms = Lists
            .Shipped.Lists.Doubtful.Where(term => term.Split(' ').Any(word => bare.Contains(word)))
            .ToList();

        Assert.True(terms.Count >= 15);
        Assert.All(terms, term => Assert.True(Minors($"a girl of 14 in {term}", Shipped) != "allowed", term));
        Assert.All(terms, term => Assert.True(Minors($"a girl of 14, {term}", Shipped) == "blocked", term));
    }

    private static string Minors(string text) => Minors(text, Settings);

    private static string Minors(string text, PolicySettings settings) =>
        In(text, PolicyCategory.SexualMinors, settings);

    // Blocked names also what would only be reviewed: with one category on, the verdict is that category's.
    private static string In(string text, PolicyCategory category, PolicySettings settings) =>
        PromptPolicy.Check([text], new PolicySettings(settings.Book, new HashSet<PolicyCategory> { category })) switch
        {
            PolicyVerdict.Blocked blocked when blocked.Categories.Contains(category) => "blocked",
            PolicyVerdict.Review review when review.Categories.Contains(category) => "review",
            _ => "allowed",
        };
}
