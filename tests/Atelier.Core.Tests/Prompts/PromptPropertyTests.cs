using System.Text.RegularExpressions;
using Atelier.Core.Requests;
using Atelier.TestKit.Texts;

namespace Atelier.Core.Tests.Prompts;

/// <summary>What holds for any text at all.</summary>
[Trait("Requirement", "A-29")]
public sealed partial class PromptPropertyTests
{
    private static readonly string[] Words =
    [
        "fox",
        "red-brown",
        "snow,",
        "e\u0301clair",
        "狐",
        "👩‍🚀",
        "1990–1995",
        "8:30",
        "Łódź",
    ];

    private static readonly string[] Flags =
    [
        "--seed 99",
        "--v 5",
        "——ar 16:9",
        "-\u200B-chaos 5",
        "−−turbo",
        "－－q 2",
        "-<-stylize 9",
        "--tile",
        "—s 50",
        "-\u00AD-raw",
    ];

    [Fact]
    public void Compose_AnyTextInAnyField_HoldsNoOrderAndIsTheSameTwice()
    {
        var random = new HostileTexts(28);
        for (var round = 0; round < 5_000; round++)
        {
            var style = Asked.Catalogue.Styles[random.Next(Asked.Catalogue.Styles.Count)].Id;
            var (prompt, negative) = ("fox " + random.Text(), random.Text());
            var colors = new[] { random.Text(), "red" }.Where(BrandColor.IsValid).ToList();
            var request = Asked.For(prompt, style, negative) with
            {
                Context = new PromptContext(ColorScheme.Cool, Lighting.Studio, colors),
            };

            var composed = request.Compose("midjourney-v7");

            foreach (var text in new[] { composed.Prompt, composed.NegativePrompt! })
            {
                Assert.False(Order().IsMatch(text), $"round {round}: '{prompt}', '{negative}' became '{text}'");
            }

            var again = request.Compose("midjourney-v7");
            Assert.Equal((composed.Prompt, composed.NegativePrompt), (again.Prompt, again.NegativePrompt));
            Assert.Equal(composed.Degradations, again.Degradations);
        }
    }

    [Fact]
    public void Compose_FlagsAmongWords_LeavesEveryWordInItsPlace()
    {
        var random = new HostileTexts(29);
        for (var round = 0; round < 5_000; round++)
        {
            var words = Enumerable.Range(0, 1 + random.Next(8)).Select(_ => Words[random.Next(Words.Length)]).ToList();
            var mixed = words.SelectMany(word =>
                random.Next(2) == 0 ? [word] : new[] { word, Flags[random.Next(Flags.Length)] }
            );

            var composed = Asked.For(string.Join(' ', mixed)).Compose("midjourney-v7");

            Assert.StartsWith(string.Join(' ', words).TrimEnd(','), composed.Prompt, StringComparison.Ordinal);
        }
    }

    // Written apart from the cleaner: what could be a flag, an address, a permutation or markup.
    [GeneratedRegex(
        @"[\p{Pd}\u2212\u2796][\p{Cf}\p{M}]*[\p{Pd}\u2212\u2796]|[\u2012-\u2015\u2212\u2E3A\u2E3B\uFE58\uFE63\uFF0D][\p{Cf}\p{M}]*[A-Za-z]|https?://|javascript:|[<>{}\r\n\t]",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Order();
}
