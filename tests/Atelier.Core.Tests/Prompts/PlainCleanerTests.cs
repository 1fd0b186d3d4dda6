using Atelier.Core.Prompts;
using Atelier.Core.Prompts.Cleaning;

namespace Atelier.Core.Tests.Prompts;

/// <summary>Models without flags get those of Midjourney taken out, and no word besides.</summary>
[Trait("Requirement", "A-29")]
public sealed class PlainCleanerTests
{
    [Theory]
    [InlineData("a fox --seed 99 --v 5", "a fox", "--seed|--v")]
    [InlineData("a fox --ar 16:9, in snow", "a fox, in snow", "--ar")]
    [InlineData("a fox ——seed 5 in snow", "a fox in snow", "--seed")]
    [InlineData("--tile a fox", "a fox", "--tile")]
    [InlineData("a fox --ar=16:9\nin snow", "a fox in snow", "--ar")]
    public void Clean_FlagsThatExist_AreTakenOut(string text, string words, string removed)
    {
        var removals = new Removals();

        Assert.Equal(words, PromptCleaner.Clean(text, PromptFamily.Plain, removals));
        Assert.Equal(removed.Split('|'), removals.Flags);
    }

    [Theory]
    [InlineData("a screen with: git log --oneline main")]
    [InlineData("a sign: build --no-cache")]
    [InlineData("—Hola —dijo el zorro")]
    [InlineData("wait--what a fox")]
    [InlineData("see https://example.com {red, green}")]
    [InlineData("line one\nline two\u200B,, 1990–1995")]
    public void Clean_OtherDashes_AreWords(string text)
    {
        var removals = new Removals();

        Assert.Equal(text, PromptCleaner.Clean(text, PromptFamily.Plain, removals));
        Assert.Empty(removals.Losses());
    }
}
