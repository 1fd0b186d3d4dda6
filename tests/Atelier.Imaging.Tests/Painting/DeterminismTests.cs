using Atelier.Imaging.Painting;

namespace Atelier.Imaging.Tests.Painting;

public sealed class DeterminismTests
{
    private const string Prompt = "a sailing boat on a calm lake, autumn forest, mountains at sunset, birds";

    public static TheoryData<string> Styles => [.. PaintVocabulary.Known.Styles];

    [Theory]
    [MemberData(nameof(Styles))]
    public void Paint_SameOrderTwice_GivesTheSameBytes(string style) =>
        Assert.Equal(Pictures.Paint(Prompt, style).Pixels, Pictures.Paint(Prompt, style).Pixels);

    [Theory]
    [MemberData(nameof(Styles))]
    public void Paint_OnMoreThreads_GivesTheSameBytes(string style)
    {
        var order = new PaintOrder(Prompt, style, 211, 157, 3);
        var cancel = TestContext.Current.CancellationToken;

        var alone = new ScenePainter(degree: 1).Paint(order, cancel);

        Assert.Equal(alone.Pixels, new ScenePainter(degree: 2).Paint(order, cancel).Pixels);
        Assert.Equal(alone.Pixels, new ScenePainter(degree: 7).Paint(order, cancel).Pixels);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Paint_OtherSeed_GivesAnotherPicture(string style) =>
        Assert.True(Pictures.Difference(Pictures.Paint(Prompt, style), Pictures.Paint(Prompt, style, seed: 8)) > 4);

    [Fact]
    public void Paint_OtherUnknownWords_GiveAnotherPicture()
    {
        var one = Pictures.Paint("mountains, quarterly");
        var two = Pictures.Paint("mountains, yearly");

        Assert.True(Pictures.Difference(one, two) > 4);
    }

    [Fact]
    public void Paint_OtherCaseAndPunctuation_GivesTheSameBytes() =>
        Assert.Equal(Pictures.Paint("Red Fox, SNOW!").Pixels, Pictures.Paint("red fox snow").Pixels);

    [Theory]
    [InlineData("a calm lake in the mountains at sunset")]
    [InlineData("desert with gold dunes under a blue sky")]
    [InlineData("city skyline at night")]
    public void Paint_TwiceTheSize_ShowsTheSameScene(string prompt)
    {
        var small = Pictures.Paint(prompt, null, 256, 256);
        var large = Pictures.Shrink(Pictures.Paint(prompt, null, 512, 512), 2);
        var other = Pictures.Paint(prompt, null, 256, 256, seed: 8);

        var difference = Pictures.Difference(small, large);

        Assert.True(difference < 8, $"differs by {difference:F1}");
        Assert.True(difference * 2 < Pictures.Difference(small, other));
    }
}
