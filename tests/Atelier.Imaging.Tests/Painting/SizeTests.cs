using Atelier.Imaging.Painting;

namespace Atelier.Imaging.Tests.Painting;

public sealed class SizeTests
{
    // Every thing and much weather at once, so that each layer meets each size.
    private static readonly string Everything =
        string.Join(' ', PaintVocabulary.Known.Scenery) + " aurora storm snowfall fog";

    public static TheoryData<int, int> Sizes =>
        new()
        {
            { 1, 1 },
            { 1, 40 },
            { 40, 1 },
            { 2, 3 },
            { 16, 16 },
            { 17, 31 },
            { 1200, 100 },
            { 60, 720 },
            { 333, 200 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Paint_AnySize_FillsIt(int width, int height)
    {
        string[] prompts = [Everything, "forest river road house", "desert palm castle", "quarterly growth"];
        foreach (var prompt in prompts)
        {
            foreach (var style in PaintVocabulary.Known.Styles)
            {
                var picture = Pictures.Paint(prompt, style, width, height);

                Assert.Equal((width, height, 3), (picture.Width, picture.Height, picture.Bands));
                Assert.Equal(width * height * 3, picture.Pixels.Length);
            }
        }
    }

    [Fact]
    public void Paint_LargestScreen_IsNoSingleColour()
    {
        var picture = Pictures.Paint("a calm lake in the mountains at sunset", "photo", 3840, 2160);

        Assert.Equal(3840 * 2160 * 3, picture.Pixels.Length);
        Assert.True(Math.Abs(Pictures.Brightness(picture, 0, 0.2) - Pictures.Brightness(picture, 0.45, 0.55)) > 10);
    }

    [Fact]
    public void Paint_Strip_ShowsMoreOfTheSceneAndNotAStretchedOne()
    {
        var strip = Pictures.Paint("mountains by day", null, 1200, 100);

        // Peaks against the sky: the brightness along one row changes often.
        var row = Enumerable.Range(0, 1200).Select(x => (int)strip.Pixels[((40 * 1200) + x) * 3]).ToList();
        Assert.True(row.Zip(row.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) > 12) > 20);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, -1)]
    [InlineData(ScenePainter.MaxSide + 1, 10)]
    public void Paint_ImpossibleSize_IsRefused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Paint("hills", null, width, height));
}
