using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Core.Requests;

namespace Atelier.Providers.Tests.Local;

public sealed class CompileTests
{
    [Theory]
    [InlineData("pixel", false)]
    [InlineData("oil", false)]
    [InlineData("cartoon", false)]
    [InlineData("ghibli", true)]
    [InlineData("dragonball", true)]
    [Trait("Requirement", "B-22")]
    public void Compile_TransferStyle_IsAFilterOrItsNearestDeclared(string style, bool nearest)
    {
        var call = LocalOrders.Compile(LocalOrders.Stylise(style));

        Assert.Equal((640, 480), LocalOrders.SizeOf(call));
        Assert.Equal(nearest ? ["style_approximated"] : [], LocalOrders.LossesOf(call));
        Assert.All(call.Degradations, loss => Assert.Contains("filter", loss.Text, StringComparison.Ordinal));
        Assert.Equal("", call.FinalPrompt);
    }

    [Theory]
    [InlineData("realistic")]
    [InlineData("product-photo")]
    [InlineData("the-operators-own")]
    [InlineData(null)]
    public void Compile_AnyOtherStyle_IsRefusedByName(string? style) =>
        Assert.Contains("cartoon", LocalOrders.Reason(LocalOrders.Stylise(style)), StringComparison.Ordinal);

    [Fact]
    public void Compile_SeveralPictures_IsRefused()
    {
        var order = LocalOrders.Stylise("oil");

        var reason = LocalOrders.Reason(order with { Request = order.Request with { Count = 2 } });

        Assert.Contains("same picture", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_WishesThatNoFilterFollows_AreDeclared()
    {
        var order = LocalOrders.Stylise("oil", prompt: "with a hat");
        var asked = order with
        {
            SeedAsked = true,
            Request = order.Request with { Context = PromptContext.None with { Lighting = Lighting.Natural } },
        };

        Assert.Equal(["prompt_ignored"], LocalOrders.LossesOf(LocalOrders.Compile(order)));
        Assert.Equal(
            ["prompt_ignored", "seed_unsupported", "context_ignored"],
            LocalOrders.LossesOf(LocalOrders.Compile(asked))
        );
    }

    [Theory]
    [InlineData(3840, 2160, 3840, 2160)]
    [InlineData(7680, 4320, 3840, 2160)]
    [InlineData(4000, 4000, 2880, 2880)]
    [InlineData(16, 16, 16, 16)]
    [InlineData(200, 4, 800, 16)]
    public void Compile_NoSizeAsked_TakesThePicturesOwnOrTheLargestThereIs(
        int width,
        int height,
        int madeWidth,
        int madeHeight
    )
    {
        var call = LocalOrders.Compile(LocalOrders.Stylise("oil", width, height));

        Assert.Equal((madeWidth, madeHeight), LocalOrders.SizeOf(call));
        Assert.Equal(width == madeWidth ? [] : ["size_snapped"], LocalOrders.LossesOf(call));
    }

    [Theory]
    [InlineData(16_000, 16)]
    [InlineData(16, 9000)]
    public void Compile_StripThatNoSizeFits_IsRefused(int width, int height) =>
        Assert.Contains(
            $"{width}x{height}",
            LocalOrders.Reason(LocalOrders.Stylise("oil", width, height)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(FitMode.Cover, 1365, 1024, "size_enlarged", "size_cropped")]
    [InlineData(FitMode.Pad, 1024, 768)]
    public void Compile_SizeAsked_WorksAtTheSizeThatCoversItOrLiesInside(
        FitMode fit,
        int width,
        int height,
        params string[] losses
    )
    {
        var call = LocalOrders.Compile(LocalOrders.Stylise("oil", size: new PixelSize(1024, 1024), fit: fit));

        Assert.Equal((width, height), LocalOrders.SizeOf(call));
        Assert.Equal(losses, LocalOrders.LossesOf(call));
    }

    [Fact]
    public void Compile_SizeThatTheWholeStripCannotCover_IsCutBefore()
    {
        var call = LocalOrders.Compile(LocalOrders.Stylise("oil", 2000, 100, new PixelSize(1024, 1024)));

        Assert.Equal((1024, 1024), LocalOrders.SizeOf(call));
        Assert.Equal(["size_enlarged", "size_cropped"], LocalOrders.LossesOf(call));
    }
}
