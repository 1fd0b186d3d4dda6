using System.Text.RegularExpressions;
using Atelier.Core.Prompts;
using Atelier.Core.Prompts.Cleaning;
using Atelier.TestKit.Texts;

namespace Atelier.Core.Tests.Prompts;

[Trait("Requirement", "A-29")]
public sealed partial class MidjourneyCleanerTests
{
    [Theory]
    [InlineData("a fox --seed 99", "a fox", "--seed")]
    [InlineData("a fox --v 5", "a fox", "--v")]
    [InlineData("a fox --AR 16:9 in snow", "a fox in snow", "--ar")]
    [InlineData("a fox --ar 16:9, --v 5", "a fox", "--ar|--v")]
    [InlineData("--v 5 a fox", "a fox", "--v")]
    [InlineData("a fox —ar 1:1", "a fox", "--ar")]
    [InlineData("a fox –v 5", "a fox", "--v")]
    [InlineData("a fox ―seed 5", "a fox", "--seed")]
    [InlineData("a fox －－v 5", "a fox", "--v")]
    [InlineData("a fox −−v 5", "a fox", "--v")]
    [InlineData("a fox ‑‑v 5", "a fox", "--v")]
    [InlineData("a fox ----v 5", "a fox", "--v")]
    [InlineData("a fox -\u200B-v 5", "a fox", "--v")]
    [InlineData("a fox -\u00AD-v 5", "a fox", "--v")]
    [InlineData("a fox -\uFE0F-v 5", "a fox", "--v")]
    [InlineData("a fox\n--v\n5\nin snow", "a fox in snow", "--v")]
    [InlineData("a fox\t--v\u00A05\u2028in snow", "a fox in snow", "--v")]
    [InlineData("a fox,--v 5", "a fox", "--v")]
    [InlineData("a fox--v 5", "a fox", "--v")]
    [InlineData("a fox --v7 in snow", "a fox in snow", "--v")]
    [InlineData("a fox --ar=16:9 in snow", "a fox in snow", "--ar")]
    [InlineData("a fox --tile in snow", "a fox in snow", "--tile")]
    [InlineData("a fox --turbo --fast", "a fox", "--turbo|--fast")]
    [InlineData("a fox --no trees, tall grass", "a fox", "--no")]
    [InlineData("a fox --no trees, grass --v 5 in snow", "a fox in snow", "--no|--v")]
    [InlineData("a fox --mystery 3 in snow", "a fox in snow", "unknown flags")]
    [InlineData("a fox —mystery 3 in snow", "a fox in snow", "unknown flags")]
    [InlineData("--v", "", "--v")]
    [InlineData("--sref https://x.test/a.png a fox", "", "picture addresses|--sref")]
    [InlineData("https://x.test/a.png a fox", "a fox", "picture addresses")]
    [InlineData("a fox <HTTPS://x.test/a.png>", "a fox", "picture addresses|< and >")]
    [InlineData("a fox -<-seed 5", "a fox", "--seed|< and >")]
    [InlineData("a fox -javascript:-seed 5", "a fox", "--seed|javascript:")]
    [InlineData("a fox java\u00ADscript:alert", "a fox alert", "javascript:")]
    [InlineData("a fox \"--seed 5\"", "a fox \"", "--seed")]
    [InlineData("a fox -\uDB40\uDC2D-v 5", "a fox", "--v")]
    [InlineData("a fox -\u3164-v 5", "a fox", "--v")]
    [InlineData("onclick --tile = a fox", "onclick a fox", "--tile")]
    [InlineData("a {red, green} fox", "a (red, green) fox", "braces")]
    public void Clean_WhatMidjourneyWouldObey_IsTakenOutAndNamed(string text, string words, string removed)
    {
        var clean = Clean(text);

        Assert.Equal(words, clean.Words);
        Assert.Equal(removed.Split('|'), clean.Removed);
    }

    [Theory]
    [InlineData("a fox")]
    [InlineData("a state-of-the-art fox, 1990–1995")]
    [InlineData("a fox — red — in the snow")]
    [InlineData("a fox - red, with -5 °C")]
    [InlineData("東京—夜景 〜 雨")]
    [InlineData("a 👩‍🚀 on the moon")]
    [InlineData("say \"hello\" & 'good-bye'")]
    public void Clean_Prose_StaysAsItIs(string text)
    {
        var clean = Clean(text);

        Assert.Equal(text, clean.Words);
        Assert.Empty(clean.Removed);
    }

    [Theory]
    [InlineData("a fox—red and quick", "a fox — red and quick")]
    [InlineData("wait--what a fox", "wait - what a fox")]
    [InlineData("a fox ---- red", "a fox - red")]
    [InlineData("a fox --\"v 5\"", "a fox - \"v 5\"")]
    [InlineData("a fox\r\n\r\n  in   snow ", "a fox in snow")]
    public void Clean_ProseWithDashes_LosesTheirForceButNoWord(string text, string words)
    {
        var clean = Clean(text);

        Assert.Equal(words, clean.Words);
        Assert.Empty(clean.Removed);
    }

    [Fact]
    public void Clean_AnyTextAtAll_HoldsNothingThatMidjourneyObeys()
    {
        var random = new HostileTexts(20_261_120);
        for (var round = 0; round < 20_000; round++)
        {
            var text = random.Text();

            var clean = Clean(text);

            Assert.False(Order().IsMatch(clean.Words), $"round {round}: '{text}' became '{clean.Words}'");
            Assert.Equal(clean.Words, Clean(clean.Words).Words);
        }
    }

    private static (string Words, IReadOnlyList<string> Removed) Clean(string text)
    {
        var removals = new Removals();
        var words = PromptCleaner.Clean(text, PromptFamily.Midjourney, removals);
        return (words, [.. removals.Flags, .. removals.Markup]);
    }

    // Written apart from the cleaner: what a parser of Midjourney's could take for a flag, an address or a permutation.
    [GeneratedRegex(
        @"[\p{Pd}\u2212][\p{Cf}\p{M}]*[\p{Pd}\u2212]|[\u2012-\u2015\u2212\u2E3A\u2E3B\uFE58\uFE63\uFF0D][\p{Cf}\p{M}]*[A-Za-z]|https?://|javascript:|(?<!\w)on\w+\s*=|[<>{}\r\n\t]",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Order();
}
