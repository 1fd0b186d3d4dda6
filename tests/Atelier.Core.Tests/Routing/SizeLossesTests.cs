using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Routing;

namespace Atelier.Core.Tests.Routing;

public sealed class SizeLossesTests
{
    [Theory]
    [InlineData("1024x1024", "1024x1024", FitMode.Cover, "")]
    // Exactly twice, and exactly 15 %, are not worth a word.
    [InlineData("1024x1024", "2048x2048", FitMode.Cover, "")]
    [InlineData("1024x1024", "2049x2049", FitMode.Cover, "size_enlarged")]
    [InlineData("1000x1000", "1000x850", FitMode.Cover, "")]
    [InlineData("1000x1000", "1000x849", FitMode.Cover, "size_cropped")]
    [InlineData("1000x1000", "849x1000", FitMode.Cover, "size_cropped")]
    [InlineData("1536x1024", "1792x1008", FitMode.Cover, "size_cropped")]
    [InlineData("1456x816", "1792x1008", FitMode.Cover, "")]
    [InlineData("1456x816", "3840x2160", FitMode.Cover, "size_enlarged")]
    [InlineData("1024x1024", "3840x2160", FitMode.Cover, "size_enlarged,size_cropped")]
    // Inside the frame it is as high as that, 2.1 times; nothing is cut off.
    [InlineData("1024x1024", "3840x2160", FitMode.Pad, "size_enlarged")]
    [InlineData("1024x1024", "3840x2048", FitMode.Pad, "")]
    [InlineData("1000x1000", "1000x500", FitMode.Pad, "")]
    public void Of_MadeAndWanted_TellsWhatIsWorthAWord(string made, string wanted, FitMode fit, string codes) =>
        Assert.Equal(codes, string.Join(',', SizeLosses.Of(Size(made), Size(wanted), fit).Select(loss => loss.Code)));

    [Fact]
    public void Of_EnlargedAndCropped_SaysHowMuch() =>
        Assert.Equal(
            [
                "Made at 1024x1024 and enlarged 3.8 times to 3840x2160.",
                "Made at 1024x1024; 44 % of it are cut off to get 3840x2160. With fit pad nothing is.",
            ],
            SizeLosses.Of(Size("1024x1024"), Size("3840x2160"), FitMode.Cover).Select(loss => loss.Text)
        );

    private static PixelSize Size(string text)
    {
        Assert.True(PixelSize.TryParse(text, out var size));
        return size;
    }
}
