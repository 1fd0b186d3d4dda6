using Atelier.Core.Prompts;
using Atelier.Core.Prompts.Cleaning;
using Atelier.TestKit.Texts;

namespace Atelier.Core.Tests.Prompts;

[Trait("Requirement", "B-63")]
public sealed class MarkupCleanerTests
{
    [Theory]
    [InlineData("<b>a fox</b>", "ba fox/b", "< and >")]
    [InlineData("a <script>fox</script>", "a scriptfox/script", "< and >")]
    [InlineData("JavaScript:alert(1) a fox", "alert(1) a fox", "javascript:")]
    [InlineData("java<script:a fox", "a fox", "< and >|javascript:")]
    [InlineData("javajavascript:script:a fox", "a fox", "javascript:")]
    [InlineData("\u0301onclick=a fox", "\u0301a fox", "on…=")]
    [InlineData("onclick=alert(1)", "alert(1)", "on…=")]
    [InlineData("a fox ONERROR \t= x", "a fox  x", "on…=")]
    [InlineData("a fox (onload=x)", "a fox (x)", "on…=")]
    [InlineData("on<x>click=a fox", "a fox", "< and >|on…=")]
    [InlineData("onjavascript:click=a fox", "a fox", "javascript:|on…=")]
    [InlineData("ononclick=click=a fox", "click=a fox", "on…=")]
    [InlineData("  <  ", "", "< and >")]
    public void Clean_WhatAPageCouldRun_IsTakenOutAndNamed(string text, string words, string removed)
    {
        var clean = Clean(text);

        Assert.Equal(words, clean.Words);
        Assert.Equal(removed.Split('|'), clean.Removed);
    }

    [Theory]
    [InlineData("tone = warm")]
    [InlineData("a fox on = a hill")]
    [InlineData("season=winter, button=red")]
    [InlineData("the time: 12:30, ratio 16:9")]
    [InlineData("a javascript book")]
    [InlineData("a poem\nof two lines")]
    [InlineData("fish & chips, 2 + 2 == 4")]
    public void Clean_Prose_StaysAsItIs(string text)
    {
        var clean = Clean(text);

        Assert.Equal(text, clean.Words);
        Assert.Empty(clean.Removed);
    }

    [Fact]
    public void Clean_AnyTextAtAll_HoldsNoTagsAndComesOutTheSameTwice()
    {
        var random = new HostileTexts(63);
        for (var round = 0; round < 20_000; round++)
        {
            var text = random.Text();

            var words = Clean(text).Words;

            Assert.DoesNotContain('<', words);
            Assert.DoesNotContain('>', words);
            Assert.DoesNotContain("javascript:", words, StringComparison.OrdinalIgnoreCase);
            Assert.True(words == Clean(words).Words, $"round {round}: '{text}' became '{words}'");
        }
    }

    private static (string Words, IReadOnlyList<string> Removed) Clean(string text)
    {
        var removals = new Removals();
        var words = PromptCleaner.Clean(text, PromptFamily.Plain, removals);
        return (words, [.. removals.Markup]);
    }
}
