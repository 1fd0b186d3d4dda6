using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Tests.Watermarking;

[Collection(VipsRuns.Name)]
public sealed class WatermarkTests
{
    private const string Text = "Made with CodeLeonardo";

    public WatermarkTests() => TestVips.Start();

    public static TheoryData<int, int> Sizes =>
        [(1, 1), (16, 16), (20, 11), (3, 900), (900, 3), (128, 96), (256, 256), (512, 288), (1024, 1024), (3840, 2160)];

    [Theory]
    [MemberData(nameof(Sizes))]
    [Trait("Requirement", "B-44")]
    public void PutOn_AnySizeOnWhiteBlackAndGrey_ShowsAndStaysInItsBox(int width, int height)
    {
        var sut = CreateSut(Text);
        var box = WatermarkBox.For(new(width, height));

        foreach (var shade in new byte[] { 255, 0, 128 })
        {
            var marked = Mark(sut, TestPixels.Plain(width, height, shade, shade, shade));

            Assert.Equal((width, height), (marked.Width, marked.Height));
            var most = 0;
            for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var difference = Math.Abs(marked.At(x, y)[1] - shade);
                most = Math.Max(most, difference);
                Assert.True(difference == 0 || (x >= box.Left && y >= box.Top), $"{x}, {y} is outside the box");
            }

            Assert.True(most > 40, $"{most} is hardly to be seen on {shade}");
        }
    }

    [Theory]
    [InlineData(1024, 1024, 200, 40)]
    [InlineData(3840, 2160, 750, 150)]
    [InlineData(512, 512, 170, 40)]
    [InlineData(128, 128, 42, 40)]
    [InlineData(16, 16, 5, 8)]
    [InlineData(1, 1, 1, 1)]
    [Trait("Requirement", "B-44")]
    public void Box_AnySize_IsInProportionAndAtMostAThird(int width, int height, int boxWidth, int boxHeight)
    {
        var box = WatermarkBox.For(new(width, height));

        Assert.Equal((boxWidth, boxHeight), (box.Width, box.Height));
        Assert.Equal((width, height), (box.Left + box.Width, box.Top + box.Height));
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public void PutOn_OneThousandPixels_CentresLettersOfFourteenPixels()
    {
        var marked = Mark(CreateSut(Text), TestPixels.Plain(1024, 1024, 0, 0, 0));

        var ink = (
            from y in Enumerable.Range(0, 1024)
            from x in Enumerable.Range(0, 1024)
            where marked.At(x, y)[0] > 100
            select (X: x, Y: y)
        ).ToList();
        var (left, right) = (ink.Min(at => at.X), ink.Max(at => at.X));
        var (top, bottom) = (ink.Min(at => at.Y), ink.Max(at => at.Y));
        // The middle of the box is at 924, 1004; capitals of a 14 pixel font are 10 high.
        Assert.InRange((left + right) / 2.0, 922, 926);
        Assert.InRange((top + bottom) / 2.0, 1002, 1006);
        Assert.InRange(bottom - top + 1, 9, 13);
        Assert.InRange(right - left, 140, 190);
        // White at 0.7, where a letter covers a pixel whole.
        Assert.InRange(ink.Max(at => marked.At(at.X, at.Y)[0]), 160, 182);
    }

    [Fact]
    public void PutOn_TransparentPicture_BecomesOpaqueWhereTheInkIs()
    {
        var marked = Mark(CreateSut(Text), TestPixels.Plain(1024, 512, 0, 0, 0, 0));

        Assert.Equal(0, marked.At(10, 10)[3]);
        Assert.True(marked.Pixels.Chunk(4).Max(pixel => pixel[3]) > 170);
    }

    [Theory]
    [InlineData("<b>bold</b>")]
    [InlineData("a & b &amp; <i>")]
    [InlineData("</span>")]
    [InlineData("%s%n {0} \\")]
    public void PutOn_MarkupInTheText_IsDrawnAsItStands(string text)
    {
        var pixels = TestPixels.Plain(1024, 256, 0, 0, 0);

        Assert.NotEqual(Mark(CreateSut("bold"), pixels).Pixels, Mark(CreateSut(text), pixels).Pixels);
    }

    [Theory]
    [InlineData("Fait à Łódź – ΑΩ Привет")]
    [InlineData("צוייר במכונה")]
    [InlineData("機械が描いた 🐈")]
    [InlineData("line\nfeed\tand\u0001control")]
    [InlineData("lone \uD83D surrogate")]
    [InlineData("onewordthatisfartoolongforthebox-onewordthatisfartoolongforthebox-onewordthatisfartoolongforthebox")]
    public void PutOn_AnyText_LeavesAMark(string text)
    {
        var marked = Mark(CreateSut(text), TestPixels.Plain(600, 400, 128, 128, 128));

        Assert.True(marked.MaxDifference(128, 128, 128) > 60);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("\u0001\u0002")]
    public void Constructor_NothingToDraw_Fails(string text) =>
        Assert.Throws<WatermarkException>(() => CreateSut(text));

    [Fact]
    public void Constructor_NoFont_FailsAndSaysHowToGetIt()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-nofont");

        var failure = Assert.Throws<WatermarkException>(() =>
            new Watermark(Text, new WatermarkFont(new VipsOptions { NativesFolder = folder.FullName }))
        );

        folder.Delete();
        Assert.Contains("npm ci", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_FontThatIsNone_Fails()
    {
        var folder = Directory.CreateTempSubdirectory("atelier-badfont");
        var fonts = folder.CreateSubdirectory("node_modules/dejavu-fonts-ttf/ttf");
        File.WriteAllText(Path.Combine(fonts.FullName, "DejaVuSans.ttf"), "no font");

        Assert.Throws<WatermarkException>(() =>
            new Watermark(Text, new WatermarkFont(new VipsOptions { NativesFolder = folder.FullName }))
        );

        folder.Delete(recursive: true);
    }

    private static Watermark CreateSut(string text) => new(text, new WatermarkFont(TestVips.Options));

    private static PixelBuffer Mark(Watermark sut, PixelBuffer pixels)
    {
        using var picture = VipsPicture.FromPixels(pixels);
        using var marked = sut.PutOn(picture);
        return marked.ToPixels();
    }
}
