using Atelier.Imaging.Painting;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Tests.Painting;

public sealed class SceneReaderTests
{
    [Fact]
    public void Known_Scenery_HasAtLeastTwentyMeaningsAndOrderedWords()
    {
        var known = PaintVocabulary.Known;

        Assert.True(WordTable.Things.Values.Distinct().Count() >= 20);
        Assert.True(known.Scenery.Count >= 20);
        Assert.Equal(Enum.GetValues<Thing>(), WordTable.Things.Values.Distinct().Order());
        Assert.Equal(Enum.GetValues<Mood>(), WordTable.Moods.Values.Distinct().Order());
        Assert.Equal(known.Scenery.Order(StringComparer.Ordinal), known.Scenery);
        Assert.Empty(known.Scenery.Intersect(known.Moods).Concat(known.Scenery.Intersect(known.Colours)));
    }

    [Theory]
    [InlineData("Mountains", Thing.Mountain)]
    [InlineData("BEACHES", Thing.Beach)]
    [InlineData("cities", Thing.City)]
    [InlineData("foxes", Thing.Fox)]
    [InlineData("(flowers)", Thing.Flower)]
    [InlineData("lake-side", Thing.Lake)]
    public void Read_OtherForms_FindTheNoun(string prompt, object thing) =>
        Assert.Contains((Thing)thing, Read(prompt).Things);

    [Theory]
    [InlineData("seasonal")]
    [InlineData("cart")]
    [InlineData("carpet")]
    public void Read_PartOfAWord_FindsNothing(string prompt) =>
        Assert.Equal(Read(prompt + " island").Things, new HashSet<Thing> { Thing.Island });

    [Fact]
    public void Read_EveryKnownWord_IsUnderstood()
    {
        Assert.All(WordTable.Things, pair => Assert.Contains(pair.Value, Read("a " + pair.Key).Things));
        Assert.All(WordTable.Moods, pair => Assert.Contains(pair.Value, Read(pair.Key + " lake").Moods));
        Assert.All(WordTable.Colours, pair => Assert.Equal([pair.Value], Read("lake " + pair.Key).Tints));
    }

    [Fact]
    public void Read_ColourBeforeNoun_BelongsToTheNoun()
    {
        var scene = Read("a red wooden house, blue sky, teal");

        Assert.Equal(WordTable.Colours["red"], scene.ColourOf[Thing.House]);
        Assert.Equal(WordTable.Colours["blue"], scene.ColourOf[Thing.Sky]);
        Assert.Equal([WordTable.Colours["teal"]], scene.Tints);
    }

    [Theory]
    [InlineData("quarterly revenue growth")]
    [InlineData("")]
    [InlineData("🦊 \ud800 ,,,")]
    public void Read_NothingKnown_ChoosesALandscape(string prompt) => Assert.NotEmpty(Read(prompt).Things);

    [Fact]
    public void Read_OnlyAMood_KeepsIt() => Assert.Equal(new HashSet<Mood> { Mood.Night }, Read("at night").Moods);

    private static Scene Read(string prompt) => SceneReader.Read(prompt, 1);
}
