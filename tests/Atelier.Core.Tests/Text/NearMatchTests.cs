using Atelier.Core.Text;

namespace Atelier.Core.Tests.Text;

public sealed class NearMatchTests
{
    private static readonly string[] Styles = ["realistic", "illustration", "abstract", "minimal", "photo", "oil"];

    [Theory]
    [InlineData("realstic", "realistic")] // a letter left out
    [InlineData("realisstic", "realistic")] // a letter too many
    [InlineData("realistyc", "realistic")] // a wrong letter
    [InlineData("raelistic", "realistic")] // two letters swapped
    [InlineData("REALSTIC", "realistic")]
    [InlineData(" photos ", "photo")]
    [InlineData("oli", "oil")]
    public void Find_Mistyped_FindsTheWord(string word, string expected) =>
        Assert.Equal([expected], NearMatch.Find(word, Styles));

    [Theory]
    [InlineData("watercolour")]
    [InlineData("xyz")]
    [InlineData("")]
    public void Find_NothingNear_IsEmpty(string word) => Assert.Empty(NearMatch.Find(word, Styles));

    [Fact]
    public void Find_SwapAtTheStartOfAShortWord_CountsAsOne() =>
        Assert.Equal(["ab"], NearMatch.Find("ba", ["ab", "xy"]));

    [Fact]
    public void Find_SeveralNear_PutsTheNearestFirst() =>
        Assert.Equal(
            ["midjourney-v7", "midjourney-v6a", "midjourney-v65b"],
            NearMatch.Find("midjourny-v7", ["midjourney-v65b", "midjourney-v6a", "midjourney-v7"])
        );

    [Fact]
    public void Find_MoreThanAskedFor_IsCut() =>
        Assert.Equal(["cat1", "cat2"], NearMatch.Find("cat", ["cat4", "cat2", "cat1", "cat3"], most: 2));

    [Fact]
    public void Find_VeryLongWord_IsAnsweredWithoutATable() =>
        Assert.Empty(NearMatch.Find(new string('a', 10_000_000), Styles));
}
