using Atelier.Core.Policy;

namespace Atelier.Core.Tests.Policy;

/// <summary>Every word for a minor with every sexual one, near or far, whatever comes first; and none of them in everyday life.</summary>
public sealed class MinorsTests
{
    private static readonly PolicySettings Settings = PolicySettings.Of(Lists.Shipped);

    public static TheoryData<string> Minors =>
        [
            .. "child|children|kid|kids|schoolchildren|schoolkid|schoolgirl|school boys|pupil|pupils|toddler|infant|baby|newborn|preschooler".Split(
                '|'
            ),
            .. "kindergartner|preteen|pre-teen|tween|teen|teens|teenager|teenage girl|adolescent|juvenile|minor|minors|underage girl|under-age person".Split(
                '|'
            ),
            .. "little girl|little boys|young girl|young boy|small child|very young girl|high school student|middle schooler|sixth grader|7th grader".Split(
                '|'
            ),
            .. "daughter|stepdaughter|niece|nephew|grandson|my son|little sister|younger brother|boy scout|girl scout|prepubescent girl|loli|lolita|shota".Split(
                '|'
            ),
            .. "five year old|9-year-old|a 12 yo|13yo girl|14 y/o|fifteen years old|16yr old|seventeen-year-old|girl aged 10|boy, age 8|she is 11|he is twelve".Split(
                '|'
            ),
            .. "looks 14|looks about 13|who looks like a 12 year old|girl (15)|no older than 16|just turned 13|barely 15|under 18|not yet eighteen|a girl of ten years".Split(
                '|'
            ),
        ];

    public static IReadOnlyList<string> Sexual { get; } =
        (
            "nude|naked|nudity|topless|undressed|undressing|unclothed|without clothes|without any clothes|with no clothes on|wearing nothing|taking off her clothes|stripping|half naked"
            + "|sexual|sexually explicit|sexualized|sex|having sex|porn|pornographic|nsfw|hentai|erotic|lewd|lingerie|panties|thong|seductive|sexy|sensual|provocative|suggestive pose"
            + "|masturbating|genitals|bare breasts|nipples|spread legs|see-through dress|striptease|aroused|fondled|orgasm|bdsm"
        ).Split('|');

    public static TheoryData<string> Everyday =>
        [
            .. "building a sand castle|in a swimsuit at the beach|in swim trunks at the pool|in a bath with foam and a rubber duck|reading in bed|at a birthday party".Split(
                '|'
            ),
            .. "playing football|taking off a jacket|kissing grandmother on the cheek|in a halloween costume|with a naked mole rat in a zoo|wearing a nude coloured coat".Split(
                '|'
            ),
            .. "barefoot on the grass|eating chicken breast|in a karate class|hugging a dog|sleeping under a blanket|getting a flu shot from a nurse".Split(
                '|'
            ),
        ];

    [Theory]
    [MemberData(nameof(Minors))]
    public void Check_MinorWithSexualWord_IsBlocked(string minor)
    {
        var missed = Sexual
            .SelectMany(word => Sentences(minor, word))
            .Where(text =>
                PromptPolicy.Check([text], Settings) is not PolicyVerdict.Blocked blocked
                || !blocked.Categories.Contains(PolicyCategory.SexualMinors)
            );

        Assert.Empty(missed);
    }

    [Theory]
    [MemberData(nameof(Everyday))]
    public void Check_MinorInEverydayLife_IsAllowed(string life)
    {
        string[] minors =
        [
            "a child",
            "two kids",
            "a toddler",
            "a teenage girl",
            "a 7 year old boy",
            "my daughter",
            "schoolchildren",
        ];

        Assert.All(
            minors,
            minor => Assert.IsType<PolicyVerdict.Allowed>(PromptPolicy.Check([$"{minor} {life}"], Settings))
        );
    }

    private static IEnumerable<string> Sentences(string minor, string word) =>
        [
            $"{minor}, {word}",
            $"{word} {minor}",
            $"a {word} picture in warm evening light, oil on canvas, and somewhere in the background of it {minor}",
        ];
}
