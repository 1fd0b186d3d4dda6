using Atelier.Imaging.Painting;

namespace Atelier.Imaging.Tests.Painting;

public sealed class StyleTests
{
    [Theory]
    [InlineData("a red fox in a snowy forest at dawn")]
    [InlineData("a calm lake in the mountains at sunset")]
    [InlineData("desert with gold dunes under a blue sky")]
    public void Paint_EachStyle_DiffersClearlyFromTheOthers(string prompt)
    {
        var pictures = PaintVocabulary.Known.Styles.ToDictionary(
            style => style,
            style => Pictures.Paint(prompt, style)
        );

        foreach (var (one, first) in pictures)
        {
            foreach (var (two, second) in pictures.Where(pair => string.CompareOrdinal(pair.Key, one) > 0))
            {
                var difference = Pictures.Difference(first, second);
                Assert.True(difference > 5, $"{one} and {two} differ by {difference:F1} levels only");
            }
        }
    }

    [Fact]
    public void Paint_NoStyle_IsRealistic() =>
        Assert.Equal(Pictures.Paint("hills", "realistic").Pixels, Pictures.Paint("hills", null).Pixels);

    [Fact]
    public void Paint_StyleInOtherCase_IsTheSameStyle() =>
        Assert.Equal(Pictures.Paint("hills", "photo").Pixels, Pictures.Paint("hills", "Photo").Pixels);

    [Fact]
    public void Paint_UnknownStyle_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => Pictures.Paint("hills", "baroque"));

        Assert.Contains("baroque", error.Message, StringComparison.Ordinal);
        Assert.All(
            PaintVocabulary.Known.Styles,
            style => Assert.Contains(style, error.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Paint_Minimal_HasFewerEdgesThanRealistic()
    {
        const string Prompt = "autumn forest by a river, mountains, clouds";

        var (few, many) = (Edges(Pictures.Paint(Prompt, "minimal")), Edges(Pictures.Paint(Prompt, "realistic")));

        Assert.True(few * 3 < many, $"{few} edges, realistic has {many}");
    }

    [Fact]
    public void Paint_Photo_IsDarkerInTheCornersThanRealistic()
    {
        var photo = Pictures.Paint("meadow, clear day", "photo");
        var plain = Pictures.Paint("meadow, clear day", "realistic");
        var middle = ((60 * 160) + 80) * 3;

        Assert.True(photo.Pixels[0] - plain.Pixels[0] < photo.Pixels[middle] - plain.Pixels[middle] - 10);
    }

    private static int Edges(PixelBuffer picture)
    {
        var count = 0;
        for (var i = 3; i < picture.Pixels.Length; i++)
        {
            if (Math.Abs(picture.Pixels[i] - picture.Pixels[i - 3]) > 16)
                count++;
        }
        return count;
    }
}
