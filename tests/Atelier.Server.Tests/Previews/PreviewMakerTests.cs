using System.Text;
using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Previews;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Previews;

/// <summary>The small files themselves.</summary>
public sealed class PreviewMakerTests
{
    private static readonly ProvenanceRecord Made = new()
    {
        SourceType = DigitalSourceType.CompositeWithTrainedAlgorithmicMedia,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Prompt = "what nobody should read",
    };

    [Theory]
    [InlineData(1600, 400, 512, 128)]
    [InlineData(300, 900, 171, 512)]
    [InlineData(64, 48, 64, 48)]
    [InlineData(1, 2000, 1, 512)]
    [Trait("Requirement", "C-68")]
    public void Make_OfAnySize_IsAtMost512AndSaysHowItWasMade(int width, int height, int small, int low)
    {
        var file = Maker().Make(Grey(width, height), Order())!.Value.ToArray();

        var pixels = ServedPixels.Read(file);
        Assert.Equal((small, low), (pixels.Width, pixels.Height));
        var text = Encoding.UTF8.GetString(file);
        Assert.Contains("compositeWithTrainedAlgorithmicMedia", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Made.Prompt!, text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    [Trait("Requirement", "C-68")]
    public void Make_TheMarkCannotBeDrawn_GivesNothing()
    {
        var nowhere = new VipsOptions { NativesFolder = Path.Combine(AppContext.BaseDirectory, "no-natives") };
        VipsRuntime.Start(new VipsOptions());
        var maker = new PreviewMaker(nowhere);

        Assert.Throws<WatermarkException>(() => maker.Make(Grey(600, 600), Order("a mark")));
        Assert.NotEqual(0, maker.Make(Grey(600, 600), Order())!.Value.Length);
    }

    [Theory]
    [Trait("Requirement", "B-44")]
    [Trait("Requirement", "C-68")]
    [InlineData(2048, 512, FitMode.Cover)]
    [InlineData(1024, 256, FitMode.Contain)]
    [InlineData(1024, 256, FitMode.Pad)]
    public void Make_FinishedPictureHasAnotherSize_HidesWhatItsMarkCovers(int height, int shown, FitMode fit)
    {
        // The finished picture is 512 wide; its mark covers 170 x 40 of it, a far larger part than it would of 2048.
        var order = Order("a mark") with
        {
            Size = new PixelSize(512, 512),
            Fit = fit,
        };

        var one = ServedPixels.Read(Maker().Make(Squares(2048, height, first: 20), order)!.Value.ToArray());
        var other = ServedPixels.Read(Maker().Make(Squares(2048, height, first: 220), order)!.Value.ToArray());

        Assert.Equal((512, shown), (one.Width, one.Height));
        Assert.True(ServedPixels.Difference(one, other, ..300, ^30..) > 100);
        Assert.InRange(ServedPixels.Difference(one, other, ^166.., ^36..), 0, 15);
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    [Trait("Requirement", "C-68")]
    public void Make_FinishedPictureIsCut_GivesNoneWhereAMarkIsDue()
    {
        var size = new PixelSize(512, 512);

        Assert.Null(Maker().Make(Grey(1024, 512), Order("a mark") with { Size = size }));
        Assert.NotNull(Maker().Make(Grey(1024, 512), Order() with { Size = size }));
        Assert.NotNull(Maker().Make(Grey(1024, 1024), Order("a mark") with { Size = size }));
    }

    private static FinishOrder Order(string? watermark = null) => new(ImageFormat.Png, Made) { Watermark = watermark };

    // Dark and light squares by turns, of 32 pixels.
    private static PixelBuffer Squares(int width, int height, byte first)
    {
        var pixels = new byte[width * height * 3];
        for (var at = 0; at < pixels.Length; at++)
        {
            var (x, y) = (at / 3 % width, at / 3 / width);
            pixels[at] = ((x / 32) + (y / 32)) % 2 == 0 ? first : (byte)(240 - first);
        }

        return new PixelBuffer(width, height, 3, pixels);
    }

    private static PreviewMaker Maker() => new(new VipsOptions());

    private static PixelBuffer Grey(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        Array.Fill(pixels, (byte)90);
        return new PixelBuffer(width, height, 3, pixels);
    }
}
