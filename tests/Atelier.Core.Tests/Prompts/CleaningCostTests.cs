using Atelier.Core.Prompts;
using Atelier.Core.Prompts.Cleaning;

namespace Atelier.Core.Tests.Prompts;

/// <summary>Cleaning walks through a text a few times, whatever stands in it.</summary>
public sealed class CleaningCostTests
{
    // Two hundred and fifty times the longest prompt: with steps by the square this would be a million million of them.
    private const int Length = 250 * 4_000;

    [Theory]
    [InlineData("-")]
    [InlineData("—")]
    [InlineData("\u200B")]
    [InlineData("\u0301")]
    [InlineData("<")]
    [InlineData("=")]
    [InlineData("on=")]
    [InlineData("javascript:")]
    [InlineData("java")]
    [InlineData("--a-—{http://--no ")]
    [InlineData("--no ")]
    [InlineData("--v --v5, ")]
    [InlineData("http")]
    [InlineData("   \t")]
    [InlineData("-\u200B")]
    [InlineData(", ,")]
    public void Clean_LongHostileText_EndsAtAll(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, (Length / piece.Length) + 1))[..Length];
        foreach (var family in Enum.GetValues<PromptFamily>())
        {
            var words = PromptCleaner.Clean(text, family, new Removals());

            Assert.InRange(words.Length, 0, 2 * Length);
        }
    }
}
