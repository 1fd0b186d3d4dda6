using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Tests.Catalogue;

public sealed class OfferPriceTests
{
    private static readonly CatalogueSnapshot Shipped = ShippedCatalogue.Load();

    [Theory]
    [InlineData("z-image-turbo", 512, 512, 0.002, 0.004)]
    [InlineData("z-image-turbo", 1024, 1024, 0.004, 0.006)]
    [InlineData("z-image-turbo", 1280, 1024, 0.006, 0.008)]
    [InlineData("z-image-turbo", 2048, 2048, 0.008, 0.008)]
    [InlineData("gemini-nano-banana-2.1", 1024, 1024, 0.0336, 0.1)]
    [InlineData("gemini-nano-banana-2.1", 1792, 1008, 0.05, 0.12)]
    [InlineData("gemini-nano-banana-2.1", 3840, 2160, 0.076, 0.2)]
    [InlineData("nano-banana-pro", 2048, 2048, 0.134, 0.3)]
    [InlineData("nano-banana-pro", 3840, 2160, 0.24, 0.4)]
    [InlineData("seedream-5-lite", 2048, 2048, 0.028, 0.052)]
    [InlineData("seedream-5-lite", 2560, 1440, 0.028, 0.052)]
    [InlineData("seedream-5-lite", 3072, 3072, 0.042, 0.052)]
    [Trait("Requirement", "A-14")]
    public void Of_PicturesBySize_TakesTheFirstRowThatFits(
        string model,
        int width,
        int height,
        double expected,
        double most
    )
    {
        var price = Shipped.FindModel(model)!.Offers[0].Price;

        Assert.Equal(new CallPrice((decimal)expected, (decimal)most), price.Of(Request(width, height)));
    }

    [Theory]
    [InlineData(Quality.Draft, 0.006)]
    [InlineData(Quality.Standard, 0.013)]
    [InlineData(Quality.High, 0.053)]
    public void Of_PicturesByQuality_TakesTheirRow(Quality quality, double expected)
    {
        var price = Shipped.FindModel("dalle3")!.Offers[0].Price;

        Assert.Equal(new CallPrice((decimal)expected, 0.5m), price.Of(Request(1024, 1024) with { Quality = quality }));
    }

    [Fact]
    public void Of_AnotherOperation_TakesItsRow()
    {
        var price = Shipped.FindModel("midjourney")!.Offers[0].Price;

        Assert.Equal(new CallPrice(0.08m, 0.16m), price.Of(Request(1024, 1024)));
        Assert.Equal(
            new CallPrice(0.12m, 0.32m),
            price.Of(new ImageRequest { Operation = new Upscale(Guid.Empty, false, false) })
        );
    }

    [Fact]
    public void Of_NoSize_FitsNoRowWithABound()
    {
        var price = Shipped.FindModel("gemini-nano-banana-2.1")!.Offers[0].Price;

        var request = new ImageRequest { Operation = new Stylise(Guid.Empty, null, null) };

        Assert.Equal(new CallPrice(0.076m, 0.2m), price.Of(request));
    }

    private static ImageRequest Request(int width, int height) =>
        new() { Operation = new Create("a hill", null, null), Size = new PixelSize(width, height) };
}
