using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Imaging.Changing;
using Atelier.Imaging.Painting;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Stylising;
using Atelier.Imaging.Vips;
using Atelier.Providers.Calls;
using Atelier.Providers.Local;

namespace Atelier.Providers.Tests.Local;

public sealed class ToolCompileTests
{
    [Theory]
    [InlineData(640, 480, null, 1280, 960)]
    [InlineData(640, 480, "1600x1200", 1600, 1200)]
    [InlineData(640, 480, "3200x2400", 3200, 2400)]
    [InlineData(2400, 1350, null, 3840, 2160, "size_snapped")]
    [InlineData(640, 480, "1024x1024", 1365, 1024, "size_cropped")]
    [Trait("Requirement", "C-36")]
    public void Compile_Upscale_EnlargesToTheSizeOrTwice(
        int width,
        int height,
        string? wanted,
        int madeWidth,
        int madeHeight,
        params string[] losses
    )
    {
        PixelSize? size = PixelSize.TryParse(wanted, out var parsed) ? parsed : null;

        var call = LocalOrders.Compile(LocalOrders.Change(new Upscale(default, false, true), width, height, size));

        Assert.Equal((madeWidth, madeHeight), LocalOrders.SizeOf(call));
        Assert.Equal(losses, LocalOrders.LossesOf(call));
    }

    [Theory]
    [InlineData(640, 480, "640x480")]
    [InlineData(640, 480, "320x240")]
    [InlineData(3840, 2160, null)]
    [InlineData(4000, 4000, null)]
    [Trait("Requirement", "C-36")]
    public void Compile_UpscaleToWhatIsNoLarger_IsRefused(int width, int height, string? wanted)
    {
        PixelSize? size = PixelSize.TryParse(wanted, out var parsed) ? parsed : null;

        var reason = LocalOrders.Reason(LocalOrders.Change(new Upscale(default, false, false), width, height, size));

        Assert.Contains("does not enlarge", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_WishesThatNoToolFollows_AreDeclared()
    {
        var wordy = new Inpaint(default, default, "a cat", 0.3);
        var sharp = new Upscale(default, true, false);

        Assert.Equal(["prompt_ignored", "strength_unsupported"], Losses(wordy));
        Assert.Equal(["prompt_ignored"], Losses(new Outpaint(default, 8, 0, 0, 0, "more sky", 0.8)));
        Assert.Equal(["variation_approximated", "prompt_ignored"], Losses(new Variation(default, "at night", 0.1)));
        Assert.Equal(["variation_approximated"], Losses(new Variation(default, null, 0.1)));
        Assert.Equal(["details_not_invented"], Losses(sharp));
        Assert.Equal(
            ["details_not_invented", "seed_unsupported"],
            LocalOrders.LossesOf(LocalOrders.Compile(LocalOrders.Change(sharp, seedAsked: true)))
        );
        Assert.Contains("shadow_approximated", Losses(new RemoveBackground(default, true, true)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Requirement", "C-39")]
    public void Compile_RemoveBackground_SaysWhenThereIsNoNetwork(bool missing)
    {
        var options = new PictureReaderOptions
        {
            Vips = new VipsOptions { NativesFolder = missing ? Path.GetTempPath() : null },
        };
        using var workshop = new PhotoWorkshop(options);
        Assert.SkipUnless(missing || workshop.HasNetwork, "ONNX Runtime or its weights are not installed.");
        var studio = new PhotoStudio(new PhotoStyliser(), options);

        var compiled = new LocalProvider(new ScenePainter(), studio, workshop).Compile(
            LocalOrders.Change(new RemoveBackground(default, false, false))
        );

        var call = Assert.IsType<Compilation.Ready>(compiled).Call;
        Assert.Equal(missing ? ["plain_background_method"] : [], LocalOrders.LossesOf(call));
    }

    [Fact]
    public void Compile_RemoveBackgroundAsJpeg_IsRefused()
    {
        var order = LocalOrders.Change(new RemoveBackground(default, false, false));

        var reason = LocalOrders.Reason(order with { Request = order.Request with { Format = ImageFormat.Jpeg } });

        Assert.Contains("png or webp", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_SeveralOfWhatDrawsNoLots_IsRefused()
    {
        foreach (
            var operation in (ImageOperation[])
                [new Upscale(default, false, false), new RemoveBackground(default, false, false)]
        )
        {
            var order = LocalOrders.Change(operation);
            var reason = LocalOrders.Reason(order with { Request = order.Request with { Count = 2 } });
            Assert.Contains("same picture", reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(8193, 100)]
    [InlineData(6000, 6000)]
    public void Compile_PictureThatIsTooLarge_IsRefused(int width, int height)
    {
        foreach (
            var operation in (ImageOperation[])
                [
                    new Inpaint(default, default, "a cat", 0.8),
                    new Variation(default, null, 0.8),
                    new RemoveBackground(default, false, false),
                    new Outpaint(default, 1, 1, 1, 1, null, 0.8),
                ]
        )
        {
            var reason = LocalOrders.Reason(LocalOrders.Change(operation, width, height));
            Assert.Contains("does not make", reason, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Losses(ImageOperation operation) =>
        LocalOrders.LossesOf(LocalOrders.Compile(LocalOrders.Change(operation)));
}
